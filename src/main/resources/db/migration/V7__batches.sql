-- What a batch made, in its order, where the key was sent with one.
alter table idempotency_keys add column job_ids uuid[];
