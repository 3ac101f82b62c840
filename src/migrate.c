/*
 * migrate.c
 *	  Loading the library: settings are defined, nothing else happens.
 */
#include "postgres.h"

#include "fmgr.h"

#include "base/settings.h"

PG_MODULE_MAGIC;

void		_PG_init(void);

void
_PG_init(void)
{
	mig_settings_define();
}
