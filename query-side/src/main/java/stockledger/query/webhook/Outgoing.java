package stockledger.query.webhook;

import java.time.Instant;

/**
 * An event on its way to a webhook.
 *
 * @param key its stream: events of one key are delivered in their order
 * @param subject the SKU, or the reservation
 * @param sequence its sequence number in its stream, from 0
 * @param at when it happened
 * @param body the CloudEvent
 */
record Outgoing(
        String id, String key, String type, String subject, long sequence, long position, Instant at, byte[] body) {}
