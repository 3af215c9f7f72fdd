package stockledger.trials.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Holds the carts, watches some, and asks all in the end. */
final class ExpiryRun {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    private static final int WATCHERS = 4;

    /**
     * What is to be done.
     *
     * @param urls take commands in turns
     * @param watchEvery every so many a cart is watched
     * @param mostLate after the last deadline, when all must be over
     * @param killPid a process that dies when half of the carts are held
     */
    record Order(
            List<URI> urls,
            URI queryUrl,
            String run,
            int reservations,
            int skus,
            int concurrency,
            int watchEvery,
            Duration ttl,
            Duration mostLate,
            OptionalLong killPid) {}

    private final Order order;
    private final Shop shop;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final DelayQueue<Watched> watched = new DelayQueue<>();
    private final Queue<Double> lateness = new ConcurrentLinkedQueue<>();
    private Instant lastDeadline = Instant.EPOCH;

    /** A cart from its deadline on; looked at again while it is held. */
    private record Watched(String id, Instant deadline, Instant next) implements Delayed {

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(Instant.now(), next));
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    ExpiryRun(Order order) {
        this.order = order;
        this.shop = new Shop(order.urls(), order.queryUrl(), order.run());
    }

    ExpiryReport run() {
        shop.open(order.skus(), order.reservations());
        ExecutorService watchers = Executors.newFixedThreadPool(WATCHERS);
        try {
            for (int i = 0; i < WATCHERS; i++) {
                watchers.execute(this::watch);
            }
            long start = System.nanoTime();
            atOnce(order.reservations(), this::hold);
            double holdSeconds = seconds(Duration.ofNanos(System.nanoTime() - start));
            long stillHeld = untilNothingIsHeld();
            double over = seconds(Duration.between(lastDeadline(), Instant.now()));
            AtomicInteger otherwise = new AtomicInteger();
            atOnce(order.reservations(), i -> otherwise.addAndGet(shop.expiredOnce(i) ? 0 : 1));
            List<Double> late = new ArrayList<>(lateness);
            Collections.sort(late);
            return new ExpiryReport(
                    held.get(),
                    failed.get(),
                    holdSeconds,
                    over,
                    stillHeld,
                    late.size(),
                    late.isEmpty() ? 0 : late.get(late.size() - 1),
                    late.isEmpty() ? 0 : late.get(late.size() / 2),
                    otherwise.get());
        } finally {
            watchers.shutdownNow();
        }
    }

    private void hold(int number) {
        JsonNode answer = shop.hold(number, number % order.skus(), order.ttl());
        if (answer.isMissingNode()) {
            failed.incrementAndGet();
            return;
        }
        Instant deadline = Instant.parse(answer.path("expiresAt").asText());
        mayBeLast(deadline);
        if (number % order.watchEvery() == 0) {
            watched.add(new Watched(shop.cart(number), deadline, deadline));
        }
        if (held.incrementAndGet() == order.reservations() / 2) {
            order.killPid().ifPresent(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    private synchronized void mayBeLast(Instant deadline) {
        lastDeadline = deadline.isAfter(lastDeadline) ? deadline : lastDeadline;
    }

    private synchronized Instant lastDeadline() {
        return lastDeadline;
    }

    private void watch() {
        try {
            while (true) {
                Watched cart = watched.take();
                boolean over =
                        !shop.status(cart.id()).path("status").asText("held").equals("held");
                Instant now = Instant.now();
                if (over) {
                    lateness.add(Math.max(0, seconds(Duration.between(cart.deadline(), now))));
                } else {
                    watched.add(new Watched(cart.id(), cart.deadline(), now.plus(LOOK_AGAIN)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many units are held when no more time is left; 0 as soon as none is. */
    private long untilNothingIsHeld() {
        while (true) {
            long units = 0;
            for (int sku = 0; sku < order.skus(); sku++) {
                units += shop.held(sku);
            }
            if (units == 0 && !Instant.now().isBefore(lastDeadline())) {
                return 0;
            }
            if (Instant.now().isAfter(lastDeadline().plus(order.mostLate()))) {
                return units;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private void atOnce(int count, IntConsumer work) {
        ExecutorService threads = Executors.newFixedThreadPool(order.concurrency());
        AtomicInteger next = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(order.concurrency());
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < order.concurrency(); i++) {
            running.add(threads.submit(() -> {
                try {
                    for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                        work.accept(number);
                    }
                } finally {
                    done.countDown();
                }
            }));
        }
        try {
            done.await();
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
