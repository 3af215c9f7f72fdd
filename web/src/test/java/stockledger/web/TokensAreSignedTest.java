package stockledger.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stockledger.web.TokenSigner.ForgedTokenException;
import stockledger.web.TokenSigner.UnverifiableTokenException;

/** What one process signs every process of the installation verifies, and nothing else. */
class TokensAreSignedTest {

    private static final String TEXT = "AQkA9v9zdG9jazpBQDE";

    private final ManualClock clock = new ManualClock();
    private final SharedKeys store = new SharedKeys();
    private final Deque<Runnable> inASecond = new ArrayDeque<>();

    private TokenSigner process() {
        SigningKeys keys = new SigningKeys(store, Runnable::run, inASecond::add, clock);
        keys.refresh();
        return new TokenSigner(keys);
    }

    @Test
    void aSignedTextIsVerifiedByEachProcess() {
        TokenSigner one = process();
        TokenSigner other = process();

        assertThat(one.sign(TEXT)).matches("[A-Za-z0-9_-]{28}" + TEXT);
        assertThat(one.verified(one.sign(TEXT))).isEqualTo(TEXT);
        assertThat(other.verified(one.sign(TEXT))).isEqualTo(TEXT);
        assertThat(one.verified(one.sign(""))).isEmpty();
    }

    @Test
    void anAlteredTextIsRefusedWhateverWasAltered() {
        TokenSigner signer = process();
        String signed = signer.sign(TEXT);
        for (int i = 0; i < signed.length(); i++) {
            char other = signed.charAt(i) == 'A' ? 'B' : 'A';
            String altered = signed.substring(0, i) + other + signed.substring(i + 1);
            assertThatThrownBy(() -> signer.verified(altered)).isInstanceOf(ForgedTokenException.class);
        }
        for (String text :
                List.of("", "x", TEXT, signed.substring(1), signed + "A", "!".repeat(40), "\u00e9" + signed)) {
            assertThatThrownBy(() -> signer.verified(text)).as(text).isInstanceOf(ForgedTokenException.class);
        }
    }

    @Test
    void aTokenOfAnotherInstallationIsRefused() {
        TokenSigner other = process();
        store.keys.clear();
        TokenSigner signer = process();

        assertThatThrownBy(() -> signer.verified(other.sign(TEXT))).isInstanceOf(ForgedTokenException.class);
    }

    @Test
    void unknownKeysCauseAtMostOneReadASecond() {
        TokenSigner other = process();
        store.keys.clear();
        TokenSigner signer = process();
        String foreign = other.sign(TEXT);
        int before = store.reads;
        for (int second = 1; second <= 3; second++) {
            clock.advance(Duration.ofSeconds(1));
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> signer.verified(foreign)).isInstanceOf(ForgedTokenException.class);
            }
        }
        assertThat(store.reads - before).isEqualTo(3);
    }

    @Test
    void processesThatStartTogetherAgreeOnOneKey() {
        store.isEmptyForReaders = true;
        TokenSigner one = process();
        TokenSigner other = process();
        store.isEmptyForReaders = false;
        assertThat(store.keys).hasSize(2);

        clock.advance(Duration.ofSeconds(2));
        assertThat(other.verified(one.sign(TEXT))).isEqualTo(TEXT);
        assertThat(one.sign(TEXT)).isEqualTo(other.sign(TEXT));
    }

    @Test
    void theCurrentAndThePreviousKeyAreValid() {
        TokenSigner one = process();
        TokenSigner other = process();
        String first = one.sign(TEXT);

        clock.advance(SigningKeys.ROTATION.plusSeconds(1));
        one.sign(TEXT);
        assertThat(store.keys).hasSize(2);
        assertThat(one.sign(TEXT))
                .as("a new key is not used before it has settled")
                .isEqualTo(first);
        clock.advance(SigningKeys.SETTLING.plusSeconds(1));
        one.sign(TEXT);
        String second = one.sign(TEXT);
        assertThat(second).isNotEqualTo(first);
        assertThat(other.verified(first)).isEqualTo(TEXT);
        assertThat(other.verified(second)).isEqualTo(TEXT);

        clock.advance(SigningKeys.ROTATION.plusSeconds(1));
        one.sign(TEXT);
        assertThat(store.keys).as("the first one is deleted").hasSize(2);
        assertThatThrownBy(() -> one.verified(first)).isInstanceOf(ForgedTokenException.class);
        assertThat(one.verified(second)).isEqualTo(TEXT);
    }

    @Test
    void whileTheStoreIsAwayAProcessSignsWithAKeyThatOthersLearnLater() {
        store.isAway = true;
        TokenSigner one = process();
        TokenSigner other = process();
        String signed = one.sign(TEXT);
        assertThat(one.verified(signed)).isEqualTo(TEXT);
        assertThatThrownBy(() -> other.verified(signed)).isInstanceOf(UnverifiableTokenException.class);

        passSecond();
        store.isAway = false;
        passSecond();
        assertThat(other.verified(signed)).as("without a further command").isEqualTo(TEXT);
        passSecond();
        assertThat(inASecond).as("nothing is left to store").isEmpty();
    }

    @Test
    void aKeyIsStoredThatSignsWhileTheStoreIsRead() {
        SigningKeys keys = new SigningKeys(store, Runnable::run, inASecond::add, clock);
        TokenSigner one = new TokenSigner(keys);
        List<String> signed = new ArrayList<>();
        store.duringRead = () -> {
            store.duringRead = () -> {};
            // The first command does not wait any longer.
            clock.advance(Duration.ofSeconds(3));
            signed.add(one.sign(TEXT));
        };
        keys.refresh();

        assertThat(process().verified(signed.get(0))).isEqualTo(TEXT);
    }

    private void passSecond() {
        clock.advance(SigningKeys.RETRY);
        for (int due = inASecond.size(); due > 0; due--) {
            inASecond.remove().run();
        }
    }

    @Test
    void aKeyIsStoredAgainAfterTheStoreWasEmptied() {
        TokenSigner one = process();
        String signed = one.sign(TEXT);
        store.keys.clear();

        clock.advance(Duration.ofMinutes(2));
        one.sign(TEXT);
        assertThat(process().verified(signed)).isEqualTo(TEXT);
    }

    @Test
    void secretsOfAFileSignWithTheFirstAndVerifyWithAll(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keys");
        Files.writeString(file, "a".repeat(32) + "\n\n" + "b".repeat(40) + "\n");
        TokenSigner both = new TokenSigner(new SigningKeys(SigningConfiguration.fixed(file), clock));
        Files.writeString(file, "b".repeat(40));
        TokenSigner next = new TokenSigner(new SigningKeys(SigningConfiguration.fixed(file), clock));

        assertThat(both.verified(next.sign(TEXT))).isEqualTo(TEXT);
        assertThat(both.verified(both.sign(TEXT))).isEqualTo(TEXT);
        assertThatThrownBy(() -> next.verified(both.sign(TEXT))).isInstanceOf(ForgedTokenException.class);
        for (String invalid : List.of("", "short")) {
            Files.writeString(file, invalid);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SigningConfiguration.fixed(file))
                    .withMessageContaining("stockledger.consistency-token.key-file");
        }
    }

    private static final class SharedKeys implements SigningKeyStore {

        private final List<SigningKey> keys = Collections.synchronizedList(new ArrayList<>());
        private boolean isAway;
        private boolean isEmptyForReaders;
        private Runnable duringRead = () -> {};
        private int reads;

        @Override
        public List<SigningKey> read(Instant after) {
            reads++;
            if (isAway) {
                throw new IllegalStateException("away");
            }
            keys.removeIf(key -> !key.createdAt().isAfter(after));
            List<SigningKey> found = isEmptyForReaders ? List.of() : List.copyOf(keys);
            duringRead.run();
            return found;
        }

        @Override
        public void add(SigningKey key) {
            keys.add(key);
        }
    }

    private static final class ManualClock extends Clock {

        private Instant now = Instant.parse("2026-03-01T00:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
