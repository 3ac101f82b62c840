/*
 * version.c
 *	  Versions as other tools count them.
 */
#include "postgres.h"

#include "files/incoming.h"
#include "files/version.h"

/* A part of a version, without the zeroes before its number. */
typedef struct Part
{
	const char *text;
	int			length;
	bool		number;
} Part;

/* The part at *version, which moves past it; at the end, the number 0. */
static Part
next_part(const char **version)
{
	Part		part = {*version, strcspn(*version, "."), false};

	*version += part.length + ((*version)[part.length] == '.');
	part.number = strspn(part.text, "0123456789") >= part.length;
	while (part.number && part.length > 0 && *part.text == '0')
	{
		part.text++;
		part.length--;
	}
	return part;
}

static int
compare_parts(const Part *a, const Part *b)
{
	int			order;

	if (a->number && b->number && a->length != b->length)
		return a->length < b->length ? -1 : 1;
	order = memcmp(a->text, b->text, Min(a->length, b->length));
	return order != 0 ? order : a->length - b->length;
}

int
mig_files_compare_versions(const char *a, const char *b)
{
	while (*a != '\0' || *b != '\0')
	{
		Part		left = next_part(&a);
		Part		right = next_part(&b);
		int			order = compare_parts(&left, &right);

		if (order != 0)
			return order;
	}
	return 0;
}

int
mig_files_by_version(const ListCell *a, const ListCell *b)
{
	const MigIncoming *left = lfirst(a);
	const MigIncoming *right = lfirst(b);
	int			order = mig_files_compare_versions(left->key, right->key);

	return order != 0 ? order : strcmp(left->file, right->file);
}

int
mig_files_by_name(const ListCell *a, const ListCell *b)
{
	return strcmp(mig_files_base_name(((MigFile *) lfirst(a))->name),
				  mig_files_base_name(((MigFile *) lfirst(b))->name));
}
