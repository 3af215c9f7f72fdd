package stockledger.query.audit;

import java.time.Duration;

/**
 * When the audit looks at a SKU.
 *
 * @param delay after a change: a SKU that changes again and again is looked at once in this time
 * @param secondLook after a look that has found a difference: Redis and lists are written within it
 */
record AuditTiming(Duration delay, Duration secondLook) {

    static final AuditTiming STANDARD = new AuditTiming(Duration.ofSeconds(5), Duration.ofSeconds(2));
}
