/*
 * rewrite.h
 *	  One statement into statements that block nobody for long, where there are
 *	  such.
 */
#ifndef MIG_REWRITE_H
#define MIG_REWRITE_H

#include "online/form.h"

/*
 * Adds the online form of a statement to form, which runs it in the shadow;
 * returns false, and runs nothing, when the statement needs none or has none.
 * Errors: those of its statements; 0A000.
 */
extern bool mig_online_rewrite(MigForm *form, const char *text);

#endif							/* MIG_REWRITE_H */
