/*
 * moment.c
 *	  The moment at which a revision was created, as its file tells it.
 */
#include "postgres.h"

#include "datatype/timestamp.h"
#include "utils/datetime.h"

#include "files/moment.h"

/* The years that are taken for years. */
#define FIRST_YEAR 1
#define LAST_YEAR 9999

/* A moment taken apart. */
typedef struct Parts
{
	int			year,
				month,
				day,
				hour,
				minute,
				second,
				zone;			/* minutes east of Greenwich */
} Parts;

/* Digits, at least min and at most max of them, and no more. */
static bool
read_number(const char **p, int min, int max, int *number)
{
	int			digits = 0;

	*number = 0;
	for (; isdigit((unsigned char) **p) && digits < max; digits++)
		*number = *number * 10 + *(*p)++ - '0';
	return digits >= min && !isdigit((unsigned char) **p);
}

static bool
read_char(const char **p, const char *any)
{
	if (**p == '\0' || strchr(any, **p) == NULL)
		return false;
	(*p)++;
	return true;
}

static bool
read_zone(const char **p, int *zone)
{
	int			hours;
	int			minutes = 0;
	bool		west = **p == '-';

	*zone = 0;
	while (**p == ' ')
		(*p)++;
	west = **p == '-';
	if (**p == '\0' || read_char(p, "Zz"))
		return true;
	if (!read_char(p, "+-") || !read_number(p, 2, 2, &hours))
		return false;
	if (read_char(p, ":") && !read_number(p, 2, 2, &minutes))
		return false;
	*zone = (hours * 60 + minutes) * (west ? -1 : 1);
	return hours < 16 && minutes < 60;
}

static bool
read_parts(const char *p, Parts *parts)
{
	int			fraction;

	parts->second = 0;
	if (!read_number(&p, 4, 4, &parts->year) || !read_char(&p, "-") ||
		!read_number(&p, 2, 2, &parts->month) || !read_char(&p, "-") ||
		!read_number(&p, 2, 2, &parts->day) || !read_char(&p, " T") ||
		!read_number(&p, 2, 2, &parts->hour) || !read_char(&p, ":") ||
		!read_number(&p, 2, 2, &parts->minute))
		return false;
	if (read_char(&p, ":") && !read_number(&p, 2, 2, &parts->second))
		return false;
	if (read_char(&p, ".") && !read_number(&p, 1, 6, &fraction))
		return false;
	return read_zone(&p, &parts->zone) && *p == '\0' &&
		parts->year >= FIRST_YEAR && parts->year <= LAST_YEAR &&
		parts->month >= 1 && parts->month <= MONTHS_PER_YEAR &&
		parts->day >= 1 && parts->day <= day_tab[isleap(parts->year)][parts->month - 1] &&
		parts->hour < HOURS_PER_DAY && parts->minute < MINS_PER_HOUR && parts->second < SECS_PER_MINUTE;
}

bool
mig_files_is_moment(const char *text)
{
	Parts		parts;

	return read_parts(text, &parts);
}

struct pg_tm
mig_files_moment(const char *text)
{
	struct pg_tm tm = {0};
	Parts		parts;
	int			minutes;
	int			date;

	if (text == NULL || !read_parts(text, &parts))
		elog(ERROR, "\"%s\" is not a moment", text ? text : "");
	minutes = parts.hour * MINS_PER_HOUR + parts.minute - parts.zone;
	date = date2j(parts.year, parts.month, parts.day);
	while (minutes < 0)
	{
		minutes += HOURS_PER_DAY * MINS_PER_HOUR;
		date--;
	}
	date += minutes / (HOURS_PER_DAY * MINS_PER_HOUR);
	minutes %= HOURS_PER_DAY * MINS_PER_HOUR;
	j2date(date, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	tm.tm_yday = date - date2j(tm.tm_year, 1, 1);
	tm.tm_wday = j2day(date);
	tm.tm_hour = minutes / MINS_PER_HOUR;
	tm.tm_min = minutes % MINS_PER_HOUR;
	tm.tm_sec = parts.second;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	return tm;
}
