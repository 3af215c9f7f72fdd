package stockledger.trials.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import stockledger.trials.client.Backoff;

/** The shop's staff: takes up work in its order, so many pieces at a time. The first thing that fails ends the run. */
final class Workers implements AutoCloseable {

    private final ExecutorService threads;
    private final Backoff pauses;
    private final ProgressDisplay display;

    Workers(int concurrency, Backoff pauses, ProgressDisplay display) {
        this.threads = Executors.newFixedThreadPool(concurrency, task -> {
            Thread thread = new Thread(task, "shop-worker");
            thread.setDaemon(true);
            return thread;
        });
        this.pauses = pauses;
        this.display = display;
    }

    /**
     * Does all the work and comes back when it is done.
     *
     * @throws RuntimeException the first failure of any worker
     */
    <T> void forEach(String phase, List<T> work, Consumer<T> job) {
        try (ProgressDisplay.Phase progress = display.phase(phase, work.size())) {
            List<Future<?>> pending = new ArrayList<>();
            for (T piece : work) {
                pending.add(threads.submit(() -> once(piece, job, progress)));
            }
            awaitAll(pending);
        }
    }

    private <T> void once(T piece, Consumer<T> job, ProgressDisplay.Phase progress) {
        if (pauses.isCancelled()) {
            throw new Backoff.Cancelled();
        }
        try {
            job.accept(piece);
        } catch (RuntimeException e) {
            pauses.cancel();
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
                // Those who were called off tell nothing of why.
                if (cause == null || cause instanceof Backoff.Cancelled) {
                    cause = failure;
                }
            } catch (InterruptedException e) {
                pauses.cancel();
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
