package stockledger.query.projection;

/**
 * Stands for the payload of an event whose content cannot be read.
 *
 * @param type of the payload, as its stored name says
 * @param cause why it cannot be read
 */
record UnreadablePayload(Class<?> type, RuntimeException cause) {}
