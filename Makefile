# migrate: schema migrations inside PostgreSQL
#
#   make, make install, make installcheck    as with any extension
#   make quickstart                          build, start a private server, run the main job
#   make check                               build, start a private server, run every test
#   make check-all                           the same on every server supported, in chroots
#   make check-package                       build the Debian packages, try them in a chroot

MODULE_big = migrate
OBJS = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c src/*/*.c src/*/*/*.c)))
EXTENSION = migrate
DATA = migrate--1.0.sql share/migrate.bash
SCRIPTS = bin/migrate
PGFILEDESC = "migrate - schema migrations run by the server"

# A story from install to uninstall, in this order.
REGRESS = \
	install \
	authoring \
	looking \
	showing \
	store \
	access \
	model \
	autogenerate \
	partial_model \
	kind_types \
	base_types \
	rename \
	rename_edges \
	scope \
	kind_partition \
	kind_rows \
	kind_table \
	plan_order \
	kind_operators \
	kind_text \
	kind_label \
	kind_column_18 \
	files \
	formats \
	shadow_rights attacker \
	run_upgrade \
	run_refused \
	run_settings \
	run_script \
	run_deploy \
	backfill \
	lint \
	rehearse \
	online

PG_CPPFLAGS = -I$(srcdir)/src
PG_CFLAGS = -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers -Wno-clobbered

PG_CONFIG ?= pg_config

# These work where no PostgreSQL is installed yet, so they come before PGXS,
# which has a "check" of its own that only refuses.
OWN_TARGETS = quickstart quickstart-stop check check-all check-package

ifneq ($(filter $(OWN_TARGETS),$(MAKECMDGOALS)),)

.PHONY: $(OWN_TARGETS)
$(OWN_TARGETS):
	@$(if $(filter command line environment,$(origin PG_CONFIG)),PG_CONFIG="$(PG_CONFIG)") TESTS="$(TESTS)" ./scripts/$@

else

PGXS := $(wildcard $(shell $(PG_CONFIG) --pgxs 2>/dev/null))
ifeq ($(PGXS),)
$(error PGXS is not found with PG_CONFIG=$(PG_CONFIG): install postgresql-server-dev-15, or name another pg_config; make check and make quickstart install what they need)
endif
include $(PGXS)

# Everything is built anew when a header changes: that takes seconds.
$(OBJS): $(wildcard src/*/*.h src/*/*.list)

# The manual page of bin/migrate, for which PGXS has no place.
.PHONY: install-man uninstall-man
install: install-man
install-man:
	$(MKDIR_P) '$(DESTDIR)$(mandir)/man1'
	$(INSTALL_DATA) $(srcdir)/share/migrate.1 '$(DESTDIR)$(mandir)/man1/migrate.1'

uninstall: uninstall-man
uninstall-man:
	rm -f '$(DESTDIR)$(mandir)/man1/migrate.1'

.PHONY: print-REGRESS
print-REGRESS:
	@echo $(REGRESS)

endif
