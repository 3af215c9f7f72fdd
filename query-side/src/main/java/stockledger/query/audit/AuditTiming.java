package stockledger.query.audit;

import java.time.Duration;

/**
 * When a SKU is audited. All together must be less than a minute.
 *
 * @param delay after a change: a SKU that changes again and again is audited once in this time
 * @param secondAudit after an audit that has found a difference: Redis and lists are written within it
 * @param interval between two turns, of which each reads what is due at once
 */
record AuditTiming(Duration delay, Duration secondAudit, Duration interval) {

    static final AuditTiming STANDARD =
            new AuditTiming(Duration.ofSeconds(40), Duration.ofSeconds(4), Duration.ofSeconds(5));
}
