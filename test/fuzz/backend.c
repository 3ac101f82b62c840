/*
 * backend.c
 *	  As much of a server as the parsers need: memory, lists, heaps, errors.
 *	  Each allocation is malloc's own, so that the sanitizer sees its ends.
 */
#include "postgres.h"

#include <setjmp.h>

#include "lib/binaryheap.h"
#include "mb/pg_wchar.h"
#include "nodes/pg_list.h"
#include "utils/memutils.h"
#include "utils/pg_crc.h"

#include "backend.h"
#include "base/subxact.h"

/* ---- memory ---- */

typedef struct Chunk
{
	struct Chunk *next;
	struct Chunk *prev;
} Chunk;

static Chunk chunks = {&chunks, &chunks};
static MemoryContextData the_context;

MemoryContext CurrentMemoryContext = &the_context;

static void *
allocate(Size size, bool zero)
{
	Chunk	   *chunk = malloc(sizeof(Chunk) + size);

	fuzz_expect(chunk != NULL, "out of memory");
	if (zero)
		memset(chunk + 1, 0, size);
	chunk->next = chunks.next;
	chunk->prev = &chunks;
	chunks.next->prev = chunk;
	chunks.next = chunk;
	return chunk + 1;
}

void
pfree(void *pointer)
{
	Chunk	   *chunk = (Chunk *) pointer - 1;

	chunk->prev->next = chunk->next;
	chunk->next->prev = chunk->prev;
	free(chunk);
}

void
fuzz_free_all(void)
{
	while (chunks.next != &chunks)
		pfree(chunks.next + 1);
}

void *
palloc(Size size)
{
	return allocate(size, false);
}

void *
palloc0(Size size)
{
	return allocate(size, true);
}

void *
palloc_extended(Size size, int flags)
{
	return allocate(size, (flags & MCXT_ALLOC_ZERO) != 0);
}

void *
MemoryContextAlloc(MemoryContext context, Size size)
{
	return allocate(size, false);
}

void *
MemoryContextAllocZero(MemoryContext context, Size size)
{
	return allocate(size, true);
}

void *
MemoryContextAllocHuge(MemoryContext context, Size size)
{
	return allocate(size, false);
}

void *
MemoryContextAllocExtended(MemoryContext context, Size size, int flags)
{
	return allocate(size, (flags & MCXT_ALLOC_ZERO) != 0);
}

void *
repalloc(void *pointer, Size size)
{
	Chunk	   *chunk = realloc((Chunk *) pointer - 1, sizeof(Chunk) + size);

	fuzz_expect(chunk != NULL, "out of memory");
	chunk->next->prev = chunk->prev->next = chunk;
	return chunk + 1;
}

void *
repalloc_huge(void *pointer, Size size)
{
	return repalloc(pointer, size);
}

char *
pnstrdup(const char *text, Size length)
{
	Size		kept = strnlen(text, length);
	char	   *copy = palloc(kept + 1);

	memcpy(copy, text, kept);
	copy[kept] = '\0';
	return copy;
}

char *
pstrdup(const char *text)
{
	return pnstrdup(text, strlen(text));
}

MemoryContext
AllocSetContextCreateInternal(MemoryContext parent, const char *name, Size min, Size initial, Size max)
{
	return &the_context;
}

void
MemoryContextReset(MemoryContext context)
{
}

void
MemoryContextDelete(MemoryContext context)
{
}

/* ---- lists ---- */

List *
list_make1_impl(NodeTag t, ListCell datum)
{
	List	   *list = palloc0(sizeof(List));

	list->type = t;
	list->length = list->max_length = 1;
	list->elements = palloc(sizeof(ListCell));
	list->elements[0] = datum;
	return list;
}

List *
list_make2_impl(NodeTag t, ListCell one, ListCell two)
{
	List	   *list = list_make1_impl(t, one);

	list->elements = repalloc(list->elements, 2 * sizeof(ListCell));
	list->elements[list->length++] = two;
	return list;
}

static List *
append(NodeTag type, List *list, ListCell cell)
{
	if (list == NIL)
		return list_make1_impl(type, cell);
	list->elements = repalloc(list->elements, (list->length + 1) * sizeof(ListCell));
	list->elements[list->length++] = cell;
	return list;
}

List *
lappend(List *list, void *datum)
{
	return append(T_List, list, (ListCell) {.ptr_value = datum});
}

List *
lappend_int(List *list, int datum)
{
	return append(T_IntList, list, (ListCell) {.int_value = datum});
}

List *
lcons(void *datum, List *list)
{
	list = lappend(list, datum);
	memmove(list->elements + 1, list->elements, (list->length - 1) * sizeof(ListCell));
	list->elements[0].ptr_value = datum;
	return list;
}

List *
list_concat(List *list, const List *other)
{
	for (int i = 0; i < list_length(other); i++)
		list = append(other->type, list, other->elements[i]);
	return list;
}

List *
list_copy(const List *list)
{
	return list_concat(NIL, list);
}

List *
list_delete_int(List *list, int datum)
{
	for (int i = 0; i < list_length(list); i++)
	{
		if (list->elements[i].int_value != datum)
			continue;
		list->length--;
		memmove(list->elements + i, list->elements + i + 1, (list->length - i) * sizeof(ListCell));
		return list->length > 0 ? list : NIL;
	}
	return list;
}

bool
list_member_int(const List *list, int datum)
{
	for (int i = 0; i < list_length(list); i++)
		if (list->elements[i].int_value == datum)
			return true;
	return false;
}

void
list_sort(List *list, list_sort_comparator compare)
{
	if (list_length(list) > 1)
		qsort(list->elements, list->length, sizeof(ListCell), (int (*) (const void *, const void *)) compare);
}

int
list_int_cmp(const ListCell *a, const ListCell *b)
{
	return (a->int_value > b->int_value) - (a->int_value < b->int_value);
}

/* ---- heaps: the greatest comes first, found by looking at all ---- */

binaryheap *
binaryheap_allocate(int capacity, binaryheap_comparator compare, void *arg)
{
	binaryheap *heap = palloc0(sizeof(binaryheap) + capacity * sizeof(Datum));

	heap->bh_space = capacity;
	heap->bh_compare = compare;
	heap->bh_arg = arg;
	return heap;
}

void
binaryheap_add(binaryheap *heap, Datum d)
{
	fuzz_expect(heap->bh_size < heap->bh_space, "a heap overflows");
	heap->bh_nodes[heap->bh_size++] = d;
}

void
binaryheap_add_unordered(binaryheap *heap, Datum d)
{
	binaryheap_add(heap, d);
}

void
binaryheap_build(binaryheap *heap)
{
}

Datum
binaryheap_remove_first(binaryheap *heap)
{
	int			first = 0;
	Datum		result;

	fuzz_expect(heap->bh_size > 0, "a heap is empty");
	for (int i = 1; i < heap->bh_size; i++)
		if (heap->bh_compare(heap->bh_nodes[i], heap->bh_nodes[first], heap->bh_arg) > 0)
			first = i;
	result = heap->bh_nodes[first];
	heap->bh_nodes[first] = heap->bh_nodes[--heap->bh_size];
	return result;
}

/* ---- errors ---- */

static jmp_buf caller;
static bool has_code;

bool
fuzz_try(void (*function) (void *arg), void *arg)
{
	if (setjmp(caller) != 0)
		return false;
	function(arg);
	return true;
}

/* Without a transaction: what a subtransaction does here is to catch errors. */
ErrorData *
mig_subxact_try(void (*work) (void *arg), void *arg, bool keep)
{
	jmp_buf		around;
	bool		done;

	memcpy(&around, &caller, sizeof(jmp_buf));
	done = fuzz_try(work, arg);
	memcpy(&caller, &around, sizeof(jmp_buf));
	return done ? NULL : palloc0(sizeof(ErrorData));
}

bool
errstart(int elevel, const char *domain)
{
	has_code = false;
	return elevel >= ERROR;
}

bool
errstart_cold(int elevel, const char *domain)
{
	return errstart(elevel, domain);
}

void
errfinish(const char *filename, int lineno, const char *funcname)
{
	if (!has_code)
		fprintf(stderr, "%s:%d: %s raised what can't happen\n", filename, lineno, funcname);
	fuzz_expect(has_code, "an internal error");
	longjmp(caller, 1);
}

int
errcode(int sqlerrcode)
{
	has_code = true;
	return 0;
}

/* What is said is written, for the sanitizer to see what it is made of. */
static int
say(const char *format, va_list args)
{
	char		buffer[8192];

	return pg_vsnprintf(buffer, sizeof(buffer), format, args) < 0;
}

#define SAY(name) \
int \
name(const char *format,...) \
{ \
	va_list		args; \
	int			result; \
\
	va_start(args, format); \
	result = say(format, args); \
	va_end(args); \
	return result; \
}

SAY(errmsg)
SAY(errmsg_internal)
SAY(errdetail)
SAY(errdetail_internal)
SAY(errhint)

int
errmsg_plural(const char *one, const char *many, unsigned long n,...)
{
	va_list		args;
	int			result;

	va_start(args, n);
	result = say(n == 1 ? one : many, args);
	va_end(args);
	return result;
}

/* ---- encodings, calendars, and checksums, which are all the same here ---- */

int
GetDatabaseEncoding(void)
{
	return PG_UTF8;
}

char *
pg_any_to_server(const char *text, int length, int encoding)
{
	return unconstify(char *, text);
}

int
date2j(int year, int month, int day)
{
	int			y = month > 2 ? year + 4800 : year + 4799;

	return y * 365 + y / 4 - y / 100 + y / 400 + 7834 * (month > 2 ? month + 1 : month + 13) / 256 + day - 32167;
}

const int	day_tab[2][13] = {
	{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0},
	{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0}
};

const uint32 pg_crc32_table[256] = {0};
