/*
 * errors.h
 *	  The SQLSTATEs of class MG.  Where the server has a code that fits, that
 *	  one is used instead.
 */
#ifndef MIG_ERRORS_H
#define MIG_ERRORS_H

#include "utils/elog.h"

#define MIG_ERRCODE(c, d, e)	MAKE_SQLSTATE('M', 'G', c, d, e)

#define ERRCODE_MIG_NO_SUCH_REVISION	MIG_ERRCODE('0', '0', '1')
#define ERRCODE_MIG_AMBIGUOUS			MIG_ERRCODE('0', '0', '2')
#define ERRCODE_MIG_MULTIPLE_HEADS		MIG_ERRCODE('0', '0', '3')
#define ERRCODE_MIG_BROKEN_HISTORY		MIG_ERRCODE('0', '0', '4')
#define ERRCODE_MIG_NO_PATH				MIG_ERRCODE('0', '0', '5')
#define ERRCODE_MIG_OUT_OF_RANGE		MIG_ERRCODE('0', '0', '6')
#define ERRCODE_MIG_NOT_UP_TO_DATE		MIG_ERRCODE('0', '1', '0')
#define ERRCODE_MIG_APPLIED				MIG_ERRCODE('0', '1', '1')
#define ERRCODE_MIG_EDITED				MIG_ERRCODE('0', '2', '0')
#define ERRCODE_MIG_DRIFT				MIG_ERRCODE('0', '2', '1')
#define ERRCODE_MIG_NOT_PROVED			MIG_ERRCODE('0', '2', '2')
#define ERRCODE_MIG_LINT				MIG_ERRCODE('0', '3', '0')
#define ERRCODE_MIG_IRREVERSIBLE		MIG_ERRCODE('0', '4', '0')
#define ERRCODE_MIG_NEEDS_DEPLOY		MIG_ERRCODE('0', '5', '0')
#define ERRCODE_MIG_BAD_FILE			MIG_ERRCODE('0', '6', '0')

#endif							/* MIG_ERRORS_H */
