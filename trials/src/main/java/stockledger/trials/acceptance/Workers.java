package stockledger.trials.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import stockledger.trials.client.Backoff;

/** Executes tasks in their order on a fixed number of threads. The first failure cancels the run. */
final class Workers implements AutoCloseable {

    private final ExecutorService threads;
    private final Backoff backoff;
    private final ProgressDisplay display;

    Workers(int concurrency, Backoff backoff, ProgressDisplay display) {
        this.threads = Executors.newFixedThreadPool(concurrency, task -> {
            Thread thread = new Thread(task, "shop-worker");
            thread.setDaemon(true);
            return thread;
        });
        this.backoff = backoff;
        this.display = display;
    }

    /**
     * Executes an action for each item and waits for all of them.
     *
     * @throws RuntimeException the first failure
     */
    <T> void forEach(String phase, List<T> items, Consumer<T> action) {
        try (ProgressDisplay.Phase progress = display.phase(phase, items.size())) {
            List<Future<?>> pending = new ArrayList<>();
            for (T item : items) {
                pending.add(threads.submit(() -> execute(item, action, progress)));
            }
            awaitAll(pending);
        }
    }

    private <T> void execute(T item, Consumer<T> action, ProgressDisplay.Phase progress) {
        if (backoff.isCancelled()) {
            throw new Backoff.Cancelled();
        }
        try {
            action.accept(item);
        } catch (RuntimeException e) {
            backoff.cancel();
            throw e;
        }
        progress.step();
    }

    private void awaitAll(List<Future<?>> pending) {
        RuntimeException cause = null;
        for (Future<?> one : pending) {
            try {
                one.get();
            } catch (ExecutionException e) {
                RuntimeException failure = failure(e);
                // A cancellation is a consequence of another failure, which is reported instead.
                if (cause == null || cause instanceof Backoff.Cancelled) {
                    cause = failure;
                }
            } catch (InterruptedException e) {
                backoff.cancel();
                Thread.currentThread().interrupt();
                throw new Backoff.Cancelled();
            }
        }
        if (cause != null) {
            throw cause;
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
