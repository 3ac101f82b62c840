/*
 * fingerprint.h
 *	  A number for what the system catalogs hold: as long as it stays the same,
 *	  nothing that a schema is made of has changed.
 */
#ifndef MIG_FINGERPRINT_H
#define MIG_FINGERPRINT_H

/*
 * That of the database as the transaction sees it now, its own changes and the
 * names of roles and tablespaces included; statistics and large objects do not
 * count.  Costs a scan of the catalogs.
 */
extern uint64 mig_fingerprint_take(void);

#endif							/* MIG_FINGERPRINT_H */
