-- Adding a foreign key checks every row at once, while writes to both tables wait. NOT VALID adds it for what is written from now on; VALIDATE checks the old rows later and lets others write meanwhile.
-- reported
ALTER TABLE t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES p (id)
-- reported
ALTER TABLE ONLY public.t ADD FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, ALTER b SET STATISTICS 10
-- reported on=p
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p
-- silent
ALTER TABLE t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES p (id) NOT VALID
-- silent not-observed
-- it is new
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD FOREIGN KEY (a) REFERENCES p
-- silent pending
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p
