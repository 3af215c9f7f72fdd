package stockledger.command.dispatch.idempotency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.KeyUses;
import stockledger.command.dispatch.idempotency.KeyCommand.CheckKey;
import stockledger.command.dispatch.idempotency.KeyCommand.UseKey;

/** The keys that were used, as the event store has them. This process remembers some, so that it reads their streams first. */
final class StoredKeyUses implements KeyUses {

    /** Up to about 350 bytes each: 7 MB. A forgotten key costs a conflict when it is used again. */
    private static final int MAX_KNOWN = 20_000;

    private final Clock clock;
    private final Cache<String, Boolean> known =
            Caffeine.newBuilder().maximumSize(MAX_KNOWN).build();

    StoredKeyUses(Clock clock) {
        this.clock = clock;
    }

    @Override
    public @Nullable Use of(MetaData command) {
        String key = IdempotencyKey.unrecordedIn(command);
        return key == null ? null : new KeyOfRequest(key, IdempotencyKey.fingerprintIn(command));
    }

    private final class KeyOfRequest implements Use {

        private final String key;
        private final String fingerprint;

        KeyOfRequest(String key, String fingerprint) {
            this.key = key;
            this.fingerprint = fingerprint;
        }

        @Override
        public boolean isKnown() {
            return known.getIfPresent(key) != null;
        }

        @Override
        public Object check() {
            known.put(key, true);
            return new CheckKey(id(), fingerprint, clock.instant());
        }

        @Override
        public Object record(String effect) {
            known.put(key, true);
            return new UseKey(id(), fingerprint, effect, clock.instant());
        }

        /** Short enough for the name of a stream, which a caller and a key may not be. */
        private String id() {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
                return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }
}
