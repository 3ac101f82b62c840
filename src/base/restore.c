/*
 * restore.c
 *	  Puts back settings of the session that were changed across transactions.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "utils/guc.h"
#include "utils/memutils.h"

#include "base/restore.h"

typedef struct Remembered
{
	const char *name;
	const char *value;
} Remembered;

/* What is remembered, in a context of its own; NULL: nothing is. */
static MemoryContext store = NULL;
static List *settings = NIL;

void
mig_restore_remember(const char *name)
{
	const char *value = name ? GetConfigOption(name, true, false) : NULL;
	MemoryContext old;
	Remembered *setting;
	ListCell   *lc;

	if (value == NULL)
		return;
	foreach(lc, settings)
		if (strcmp(((Remembered *) lfirst(lc))->name, name) == 0)
			return;

	if (store == NULL)
		store = AllocSetContextCreate(TopMemoryContext, "migrate settings",
									  ALLOCSET_SMALL_SIZES);
	old = MemoryContextSwitchTo(store);
	setting = palloc(sizeof(Remembered));
	setting->name = pstrdup(name);
	setting->value = pstrdup(value);
	settings = lcons(setting, settings);
	MemoryContextSwitchTo(old);
}

void
mig_restore_all(void)
{
	ListCell   *lc;

	foreach(lc, settings)
	{
		const Remembered *setting = lfirst(lc);

		(void) set_config_option(setting->name, setting->value,
								 superuser() ? PGC_SUSET : PGC_USERSET, PGC_S_SESSION,
								 GUC_ACTION_SET, true, 0, false);
	}
	settings = NIL;
	if (store != NULL)
		MemoryContextDelete(store);
	store = NULL;
}
