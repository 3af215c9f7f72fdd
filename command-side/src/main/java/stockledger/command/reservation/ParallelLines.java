package stockledger.command.reservation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import stockledger.command.dispatch.Deadline;
import stockledger.command.dispatch.RequestContext;

/**
 * Executes commands for the lines of a large reservation in parallel. Lines are independent, because the stock of each SKU
 * decides alone; for small reservations threads cost more than they save.
 */
final class ParallelLines {

    private final ExecutorService threads;
    private final int largeFrom;

    /**
     * @param threads shared by all requests of this process
     * @param largeFrom reservations with fewer lines are executed sequentially
     */
    ParallelLines(ExecutorService threads, int largeFrom) {
        this.threads = threads;
        this.largeFrom = largeFrom;
    }

    boolean isLarge(int count) {
        return count >= largeFrom;
    }

    /**
     * Executes all tasks, in parallel when there are many, and waits for all of them.
     *
     * @return the results in order
     * @throws RuntimeException the failure of the first failed task, after all have ended, or the request's deadline has passed
     */
    <T> List<T> each(List<Supplier<T>> tasks) {
        if (!isLarge(tasks.size())) {
            return tasks.stream().map(Supplier::get).toList();
        }
        List<CompletableFuture<T>> running = tasks.stream()
                .map(task -> CompletableFuture.supplyAsync(RequestContext.wrap(task), threads))
                .toList();
        List<T> done = new ArrayList<>(running.size());
        RuntimeException failed = null;
        for (CompletableFuture<T> task : running) {
            try {
                done.add(Deadline.join(task));
            } catch (RuntimeException e) {
                failed = failed == null ? e : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
        return done;
    }
}
