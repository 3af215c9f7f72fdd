-- The tables of Axon's JDBC engine, under its default names. The lock serializes instances that start together.
DO $$
BEGIN
    PERFORM pg_advisory_xact_lock(7319041);
    CREATE TABLE IF NOT EXISTS DomainEventEntry (
        globalIndex BIGSERIAL NOT NULL PRIMARY KEY,
        aggregateIdentifier VARCHAR(255) NOT NULL,
        sequenceNumber BIGINT NOT NULL,
        type VARCHAR(255),
        eventIdentifier VARCHAR(255) NOT NULL,
        metaData BYTEA,
        payload BYTEA NOT NULL,
        payloadRevision VARCHAR(255),
        payloadType VARCHAR(255) NOT NULL,
        timeStamp VARCHAR(255) NOT NULL,
        UNIQUE (aggregateIdentifier, sequenceNumber)
    );
    -- Earlier versions had an index of the random identifiers. No query uses it, and each append wrote to other pages of it.
    IF EXISTS (
        SELECT FROM pg_constraint
        WHERE conrelid = 'DomainEventEntry'::regclass AND conname = 'domainevententry_eventidentifier_key'
    ) THEN
        ALTER TABLE DomainEventEntry DROP CONSTRAINT domainevententry_eventidentifier_key;
    END IF;
    CREATE TABLE IF NOT EXISTS SnapshotEventEntry (
        aggregateIdentifier VARCHAR(255) NOT NULL,
        sequenceNumber BIGINT NOT NULL,
        type VARCHAR(255) NOT NULL,
        eventIdentifier VARCHAR(255) NOT NULL UNIQUE,
        metaData BYTEA,
        payload BYTEA NOT NULL,
        payloadRevision VARCHAR(255),
        payloadType VARCHAR(255) NOT NULL,
        timeStamp VARCHAR(255) NOT NULL,
        PRIMARY KEY (aggregateIdentifier, sequenceNumber)
    );
END
$$
