package stockledger.query.consistency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.events.ConsistencyToken;

/**
 * Whether the event store has the events that a token names. It has not after a restore of an older backup; no query needs
 * to wait for them then. The last sequence numbers are remembered for a while, and looked up for few streams of a query.
 */
final class StreamHeads {

    private static final Logger LOG = LoggerFactory.getLogger(StreamHeads.class);
    private static final int MAX_LOOKUPS = 16;
    private static final int MAX_REMEMBERED = 10_000;
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final Function<String, Optional<Long>> lastSequence;
    private final Cache<String, Long> heads = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    /** @param lastSequence the last sequence number of a stream in the event store */
    StreamHeads(Function<String, Optional<Long>> lastSequence) {
        this.lastSequence = lastSequence;
    }

    /**
     * Whether a token names events that do not exist.
     *
     * @param keys of the documents that are read: the streams of other keys are not looked up
     */
    boolean lack(ConsistencyToken token, Collection<String> keys) {
        try {
            return token.versions().entrySet().stream()
                    .filter(entry -> keys == ConsistencyTokenWaiter.ANY || keys.contains(keyOf(entry.getKey())))
                    .limit(MAX_LOOKUPS)
                    .anyMatch(entry -> entry.getValue() > head(entry.getKey(), entry.getValue()));
        } catch (RuntimeException e) {
            LOG.debug("the event store cannot be asked for the streams of a token", e);
            return false;
        }
    }

    static String keyOf(String stream) {
        return stream.substring(stream.indexOf(':') + 1);
    }

    private long head(String stream, long needed) {
        Long known = heads.getIfPresent(stream);
        if (known == null || known < needed) {
            known = lastSequence.apply(stream).orElse(-1L);
            heads.put(stream, known);
        }
        return known;
    }
}
