package stockledger.command.reservation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import stockledger.command.stock.StockRefusal.HoldInProgress;
import stockledger.events.ReservationId;

/** Holds of this process that have not ended: a repeated request waits for the first instead of competing with it. */
final class InFlightHolds {

    private final Map<ReservationId, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();

    /**
     * Executes a hold once no other hold of the same reservation runs in this process.
     *
     * @throws HoldInProgress when another one still runs after the timeout
     */
    <T> T run(ReservationId id, Duration timeout, Supplier<T> hold) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        long deadline = System.nanoTime() + timeout.toNanos();
        CompletableFuture<Void> other = ends.putIfAbsent(id, end);
        while (other != null) {
            await(id, other, deadline);
            other = ends.putIfAbsent(id, end);
        }
        try {
            return hold.get();
        } finally {
            ends.remove(id);
            end.complete(null);
        }
    }

    private static void await(ReservationId id, CompletableFuture<Void> other, long deadline) {
        try {
            other.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HoldInProgress(id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while another request holds the reservation", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
