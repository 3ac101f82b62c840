/*
 * settings.c
 *	  The settings (GUCs) of the extension, in one table.
 */
#include "postgres.h"

#include "utils/guc.h"

#include "base/settings.h"

char	   *mig_schemas = NULL;
char	   *mig_exclude = NULL;
char	   *mig_file_template = NULL;
bool		mig_derive_downgrades = true;
int			mig_lock_timeout = 5000;
int			mig_lock_retries = 10;
int			mig_lock_retry_delay = 1000;
int			mig_lint_level = MIG_LINT_OFF;
int			mig_lint_min_rows = 0;
char	   *mig_lint_ignore = NULL;
char	   *mig_lint_also = NULL;
int			mig_rehearse_lock_timeout = 1000;
int			mig_statement_timeout = 0;
int			mig_max_replication_lag = 131072;

typedef struct StringSetting
{
	const char *name;
	const char *summary;
	char	  **variable;
	const char *value;
	int			flags;
} StringSetting;

typedef struct BoolSetting
{
	const char *name;
	const char *summary;
	bool	   *variable;
	bool		value;
} BoolSetting;

typedef struct IntSetting
{
	const char *name;
	const char *summary;
	int		   *variable;
	int			value;
	int			flags;
} IntSetting;

typedef struct EnumSetting
{
	const char *name;
	const char *summary;
	int		   *variable;
	int			value;
	const struct config_enum_entry *values;
} EnumSetting;

static const StringSetting strings[] = {
	{"migrate.schemas", "Schemas that autogenerate, check and drift manage.",
	&mig_schemas, "public", GUC_LIST_INPUT},
	{"migrate.exclude", "Patterns of objects that autogenerate, check and drift leave alone.",
	&mig_exclude, "", GUC_LIST_INPUT},
	{"migrate.file_template", "How the file of a revision is named.",
	&mig_file_template, "%Y_%m_%d_%H%M-{rev}_{slug}", 0},
	{"migrate.lint_ignore", "Rules of lint that are left out.",
	&mig_lint_ignore, "", GUC_LIST_INPUT},
	{"migrate.lint_also", "Optional rules of lint that take part.",
	&mig_lint_also, "", GUC_LIST_INPUT},
};

static const BoolSetting bools[] = {
	{"migrate.derive_downgrades", "Derives the downgrade of a revision that is stored without one.",
	&mig_derive_downgrades, true},
};

static const IntSetting ints[] = {
	{"migrate.lock_timeout", "How long deploy and rollback wait for a lock; 0 keeps lock_timeout as it is.",
	&mig_lock_timeout, 5000, GUC_UNIT_MS},
	{"migrate.lock_retries", "How often deploy and rollback begin a revision anew after a lock was not available.",
	&mig_lock_retries, 10, 0},
	{"migrate.lock_retry_delay", "How long deploy and rollback wait before that, doubled each time.",
	&mig_lock_retry_delay, 1000, GUC_UNIT_MS},
	{"migrate.statement_timeout", "How long a statement of deploy and rollback may run; 0 keeps statement_timeout as it is.",
	&mig_statement_timeout, 0, GUC_UNIT_MS},
	{"migrate.max_replication_lag", "How much WAL a replica may still have to receive or replay while backfill goes on; 0 does not look.",
	&mig_max_replication_lag, 131072, GUC_UNIT_KB},
	{"migrate.lint_min_rows", "How many rows a table has for lint to say what its size makes dangerous.",
	&mig_lint_min_rows, 0, 0},
	{"migrate.rehearse_lock_timeout", "How long a rehearsal waits for a lock; 0 keeps lock_timeout as it is.",
	&mig_rehearse_lock_timeout, 1000, GUC_UNIT_MS},
};

static const struct config_enum_entry lint_levels[] = {
	{"off", MIG_LINT_OFF, false},
	{"warn", MIG_LINT_WARN, false},
	{"error", MIG_LINT_ERROR, false},
	{NULL, 0, false}
};

static const EnumSetting enums[] = {
	{"migrate.lint_level", "What upgrade and deploy make of lint's findings: nothing, warnings, or errors of the grave ones.",
	&mig_lint_level, MIG_LINT_OFF, lint_levels},
};

void
mig_settings_define(void)
{
	for (int i = 0; i < lengthof(strings); i++)
		DefineCustomStringVariable(strings[i].name, strings[i].summary, NULL,
								   strings[i].variable, strings[i].value,
								   PGC_USERSET, strings[i].flags, NULL, NULL, NULL);
	for (int i = 0; i < lengthof(bools); i++)
		DefineCustomBoolVariable(bools[i].name, bools[i].summary, NULL,
								 bools[i].variable, bools[i].value,
								 PGC_USERSET, 0, NULL, NULL, NULL);
	for (int i = 0; i < lengthof(ints); i++)
		DefineCustomIntVariable(ints[i].name, ints[i].summary, NULL,
								ints[i].variable, ints[i].value, 0, PG_INT32_MAX,
								PGC_USERSET, ints[i].flags, NULL, NULL, NULL);
	for (int i = 0; i < lengthof(enums); i++)
		DefineCustomEnumVariable(enums[i].name, enums[i].summary, NULL,
								 enums[i].variable, enums[i].value, enums[i].values,
								 PGC_USERSET, 0, NULL, NULL, NULL);
	MarkGUCPrefixReserved("migrate");
}
