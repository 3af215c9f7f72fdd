package stockledger.trials.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.Backoff;

/** Holds the carts, polls some of them from their deadline on, and reads all of them at the end. */
final class ExpiryRun {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    private static final int POLLERS = 4;

    /**
     * The size of a run.
     *
     * @param pollEvery one of so many carts is polled
     * @param timeout after the last deadline, when all must have expired
     * @param killPid a process that is killed when half of the carts are held; null for none
     */
    record Plan(
            int reservations,
            int skus,
            int concurrency,
            int pollEvery,
            Duration ttl,
            Duration timeout,
            @Nullable Long killPid) {}

    private final Plan plan;
    private final CartClient client;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final DelayQueue<PolledCart> polled = new DelayQueue<>();
    private final Queue<Double> delays = new ConcurrentLinkedQueue<>();
    private Instant lastDeadline = Instant.EPOCH;

    /** A held cart that is polled again at {@code next}. */
    private record PolledCart(String id, Instant deadline, Instant next) implements Delayed {

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(Instant.now(), next));
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    ExpiryRun(Plan plan, CartClient client) {
        this.plan = plan;
        this.client = client;
    }

    ExpiryReport run() {
        client.setUp(plan.skus(), plan.reservations());
        ExecutorService pollers = Executors.newFixedThreadPool(POLLERS);
        try {
            for (int i = 0; i < POLLERS; i++) {
                pollers.execute(this::poll);
            }
            long start = System.nanoTime();
            Parallel.run(plan.concurrency(), plan.reservations(), this::hold);
            double holdSeconds = (System.nanoTime() - start) / 1e9;
            long stillHeld = awaitNoneHeld();
            double over = seconds(lastDeadline(), Instant.now());
            AtomicInteger otherwise = new AtomicInteger();
            Parallel.run(
                    plan.concurrency(),
                    plan.reservations(),
                    number -> otherwise.addAndGet(client.expiredOnce(number) ? 0 : 1));
            List<Double> sorted = delays.stream().sorted().toList();
            return new ExpiryReport(
                    held.get(),
                    failed.get(),
                    holdSeconds,
                    over,
                    stillHeld,
                    sorted.size(),
                    sorted.isEmpty() ? 0 : sorted.get(sorted.size() - 1),
                    sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2),
                    otherwise.get());
        } finally {
            pollers.shutdownNow();
        }
    }

    private void hold(int number) {
        JsonNode reservation = client.hold(number, number % plan.skus(), plan.ttl());
        if (reservation.isMissingNode()) {
            failed.incrementAndGet();
            return;
        }
        Instant deadline = Instant.parse(reservation.path("expiresAt").asText());
        extendDeadline(deadline);
        if (number % plan.pollEvery() == 0) {
            polled.add(new PolledCart(client.cart(number), deadline, deadline));
        }
        Long pid = plan.killPid();
        if (held.incrementAndGet() == plan.reservations() / 2 && pid != null) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private synchronized void extendDeadline(Instant deadline) {
        lastDeadline = deadline.isAfter(lastDeadline) ? deadline : lastDeadline;
    }

    private synchronized Instant lastDeadline() {
        return lastDeadline;
    }

    private void poll() {
        try {
            while (true) {
                PolledCart cart = polled.take();
                boolean ended =
                        !client.read(cart.id()).path("status").asText("held").equals("held");
                Instant now = Instant.now();
                if (ended) {
                    delays.add(Math.max(0, seconds(cart.deadline(), now)));
                } else {
                    polled.add(new PolledCart(cart.id(), cart.deadline(), now.plus(POLL_INTERVAL)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Backoff.Cancelled e) {
            // The run ended during a request.
        }
    }

    /** Units still held at the timeout; 0 as soon as none is held after the last deadline. */
    private long awaitNoneHeld() {
        Backoff backoff = new Backoff();
        while (true) {
            long units = 0;
            for (int sku = 0; sku < plan.skus(); sku++) {
                units += client.held(sku);
            }
            Instant now = Instant.now();
            if (units == 0 && !now.isBefore(lastDeadline())) {
                return 0;
            }
            if (now.isAfter(lastDeadline().plus(plan.timeout()))) {
                return units;
            }
            backoff.await(POLL_INTERVAL);
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
