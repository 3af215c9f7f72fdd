package stockledger.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that all processes of an installation sign with. Each process keeps them in memory, so that signing and verifying
 * need no store.
 *
 * <p>How it works. A process that finds no key younger than {@link #ROTATION} adds a random one. Several that do so at once
 * add several, which does no harm: a signed text names its key, and a process that does not know a key reads the store once
 * more, at most once a second. A key signs only once it has been stored for {@link #SETTLING}, if there is an older one. It
 * verifies for two rotations, so at most the current and the previous ones are valid. While the store is away at the start,
 * a process signs with a key of its own, and tries every second to add it; it also adds its key again when the store was
 * emptied.
 */
final class SigningKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    static final Duration ROTATION = Duration.ofDays(30);
    private static final Duration VALIDITY = ROTATION.multipliedBy(2);
    static final Duration SETTLING = Duration.ofMinutes(1);

    /** Between two reads of a process that signs; one that does not sign reads nothing. */
    private static final Duration REFRESH = Duration.ofMinutes(1);

    /** The same while the store is away or has no key of this process, and for unknown keys. */
    static final Duration RETRY = Duration.ofSeconds(1);

    /** The first command after a start waits this long for the keys of the other processes. */
    private static final Duration MAX_START = Duration.ofSeconds(2);

    private final @Nullable SigningKeyStore store;
    private final Executor background;
    private final Executor inASecond;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private final CountDownLatch firstRead = new CountDownLatch(1);
    private final Instant startedAt;
    private final AtomicLong nextReadAtMillis = new AtomicLong(Long.MIN_VALUE);
    private volatile Map<String, SigningKey> known = Map.of();
    private volatile @Nullable SigningKey signing;

    /** A key of this process that may have signed before it was stored. */
    private volatile @Nullable SigningKey unstored;

    // Guarded by the lock.
    private @Nullable Instant lastReadAt;
    private @Nullable RuntimeException lastFailure;

    /**
     * Keys of a store.
     *
     * @param background reads the store
     * @param inASecond the same, {@link #RETRY} later
     */
    SigningKeys(SigningKeyStore store, Executor background, Executor inASecond, Clock clock) {
        this.store = store;
        this.background = background;
        this.inASecond = inASecond;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** @param fixed keys that never change: the first signs, all verify */
    SigningKeys(List<SigningKey> fixed, Clock clock) {
        this.store = null;
        this.background = Runnable::run;
        this.inASecond = Runnable::run;
        this.clock = clock;
        this.startedAt = clock.instant();
        Map<String, SigningKey> byId = new HashMap<>();
        fixed.forEach(key -> byId.put(key.id(), key));
        this.known = Map.copyOf(byId);
        this.signing = fixed.get(0);
    }

    /** Reads the keys in the background when it is time to. */
    void refresh() {
        long now = clock.millis();
        long due = nextReadAtMillis.get();
        if (store != null && now >= due && nextReadAtMillis.compareAndSet(due, now + REFRESH.toMillis())) {
            background.execute(() -> {
                reading.lock();
                try {
                    read(store);
                } catch (RuntimeException e) {
                    LOG.debug("the signing keys were not read", e);
                } finally {
                    reading.unlock();
                    firstRead.countDown();
                }
            });
        }
    }

    /** The key to sign with; never fails. */
    SigningKey forSigning() {
        refresh();
        SigningKey key = signing;
        if (key != null) {
            return key;
        }
        awaitFirstRead();
        return ownKey();
    }

    private void awaitFirstRead() {
        long left = Duration.between(clock.instant(), startedAt.plus(MAX_START)).toMillis();
        try {
            if (left > 0 && !firstRead.await(left, TimeUnit.MILLISECONDS)) {
                LOG.debug("the signing keys are not read yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized SigningKey ownKey() {
        SigningKey key = signing;
        if (key == null) {
            key = SigningKey.random(clock.instant());
            Map<String, SigningKey> more = new HashMap<>(known);
            more.put(key.id(), key);
            known = Map.copyOf(more);
            unstored = key;
            signing = key;
            inASecond.execute(this::storeOwnKey);
        }
        return key;
    }

    /** Without waiting for the next command: its caller may send the token to another process at once. */
    private void storeOwnKey() {
        if (unstored != null) {
            refresh();
            inASecond.execute(this::storeOwnKey);
        }
    }

    /**
     * The key with an id; null when there is none.
     *
     * @throws TokenSigner.UnverifiableTokenException when it is unknown and the store cannot be read
     */
    @Nullable
    SigningKey find(String id) {
        SigningKey key = known.get(id);
        if (key == null && store != null) {
            awaitFirstRead();
            key = known.get(id);
        }
        return key != null || store == null ? key : readAndFind(store, id);
    }

    private @Nullable SigningKey readAndFind(SigningKeyStore from, String id) {
        if (!reading.tryLock()) {
            // Another thread reads: callers with unknown keys must not wait for the store one after another.
            throw new TokenSigner.UnverifiableTokenException(null);
        }
        try {
            Instant last = lastReadAt;
            boolean mayRead = last == null || !clock.instant().isBefore(last.plus(RETRY));
            if (mayRead) {
                read(from);
            } else if (lastFailure != null) {
                throw new TokenSigner.UnverifiableTokenException(lastFailure);
            }
            return known.get(id);
        } catch (TokenSigner.UnverifiableTokenException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new TokenSigner.UnverifiableTokenException(e);
        } finally {
            reading.unlock();
        }
    }

    private void read(SigningKeyStore from) {
        try {
            readAndAdd(from);
            if (lastFailure != null) {
                LOG.info("the signing keys of consistency tokens can be read again");
            }
            lastFailure = null;
        } catch (RuntimeException e) {
            if (lastFailure == null) {
                LOG.warn("the signing keys of consistency tokens cannot be read: {}", e.toString());
            }
            lastFailure = e;
            nextReadAtMillis.set(clock.millis() + RETRY.toMillis());
            throw e;
        } finally {
            // After the attempt: one that waits for a timeout must not be followed by the next at once.
            lastReadAt = clock.instant();
        }
    }

    private void readAndAdd(SigningKeyStore from) {
        Instant now = clock.instant();
        Instant oldest = now.minus(VALIDITY);
        Map<String, SigningKey> all = new HashMap<>();
        from.read(oldest).forEach(key -> all.put(key.id(), key));
        List<SigningKey> missing = new ArrayList<>();
        // After the read, which takes long while the store is away: a command may have signed meanwhile.
        SigningKey mine = unstored;
        for (SigningKey own : Arrays.asList(mine, signing)) {
            if (own != null && own.createdAt().isAfter(oldest) && !all.containsKey(own.id())) {
                missing.add(own);
                all.put(own.id(), own);
            }
        }
        if (all.values().stream().noneMatch(key -> key.createdAt().isAfter(now.minus(ROTATION)))) {
            SigningKey created = SigningKey.random(now);
            missing.add(created);
            all.put(created.id(), created);
        }
        missing.forEach(from::add);
        Comparator<SigningKey> byAge =
                Comparator.comparing(SigningKey::createdAt).thenComparing(SigningKey::id);
        Optional<SigningKey> settled = all.values().stream()
                .filter(key -> !key.createdAt().isAfter(now.minus(SETTLING)))
                .max(byAge);
        if (settled.isEmpty()) {
            // Processes that start together agree soon on the oldest of their keys.
            nextReadAtMillis.set(now.plus(RETRY).toEpochMilli());
        }
        SigningKey next = settled.or(() -> all.values().stream().min(byAge)).orElseThrow();
        // Keys that were removed from the store stay valid in the processes that know them.
        known.values().stream()
                .filter(key -> key.createdAt().isAfter(oldest))
                .forEach(key -> all.putIfAbsent(key.id(), key));
        synchronized (this) {
            if (unstored == mine) {
                unstored = null;
            } else {
                // Made since: the next read adds it.
                nextReadAtMillis.set(now.plus(RETRY).toEpochMilli());
                SigningKey made = Objects.requireNonNull(unstored);
                all.put(made.id(), made);
            }
            known = Map.copyOf(all);
            signing = next;
        }
    }
}
