-- VACUUM FULL writes the table and its indexes anew while nobody else can read or write it; plain VACUUM makes the space of dead rows usable again beside traffic.
-- reported alone
VACUUM FULL t
-- reported alone
VACUUM (FULL, ANALYZE) p, t
-- reported alone
VACUUM FULL
-- silent alone
VACUUM t
-- silent alone
VACUUM (FULL off) t
