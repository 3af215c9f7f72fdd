package stockledger.query.shadow;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether this process is a rehearsal.
 *
 * @param shadow folds the events into a database of its own, serves no query, writes nothing to Redis, and reports what differs
 *     from what the others serve
 */
@ConfigurationProperties("stockledger")
record ShadowSettings(@DefaultValue("false") boolean shadow) {}
