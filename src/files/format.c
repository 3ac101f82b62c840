/*
 * format.c
 *	  The shelf of formats.
 */
#include "postgres.h"

#include "base/text.h"
#include "files/format.h"

static const MigFormat *const formats[] = {
#define MIG_FORMAT(name)	&mig_format_##name,
#include "files/formats.list"
#undef MIG_FORMAT
};

const MigFormat *
mig_files_format(const char *name)
{
	for (int i = 0; i < lengthof(formats); i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

char *
mig_files_format_names(void)
{
	List	   *names = NIL;

	for (int i = 0; i < lengthof(formats); i++)
		names = lappend(names, unconstify(char *, formats[i]->name));
	return mig_text_join(names, ", ");
}

bool
mig_files_takes(const MigFormat *format, const char *name)
{
	int			length = strlen(name);

	if (format->takes != NULL)
		return format->takes(name);
	return length > 4 && strcmp(name + length - 4, ".sql") == 0;
}
