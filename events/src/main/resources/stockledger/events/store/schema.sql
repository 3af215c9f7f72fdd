-- The tables of Axon's JDBC engine, under its default names. The lock serializes instances that start together.
DO $$
BEGIN
    PERFORM pg_advisory_xact_lock(7319041);
    CREATE TABLE IF NOT EXISTS DomainEventEntry (
        globalIndex BIGSERIAL NOT NULL PRIMARY KEY,
        aggregateIdentifier VARCHAR(255) NOT NULL,
        sequenceNumber BIGINT NOT NULL,
        type VARCHAR(255),
        eventIdentifier VARCHAR(255) NOT NULL UNIQUE,
        metaData BYTEA,
        payload BYTEA NOT NULL,
        payloadRevision VARCHAR(255),
        payloadType VARCHAR(255) NOT NULL,
        timeStamp VARCHAR(255) NOT NULL,
        UNIQUE (aggregateIdentifier, sequenceNumber)
    );
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
