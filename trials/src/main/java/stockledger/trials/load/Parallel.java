package stockledger.trials.load;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs numbered tasks on a fixed number of threads; the first failure ends the run. */
final class Parallel {

    private Parallel() {}

    @FunctionalInterface
    interface Task {
        void run(int number) throws Exception;
    }

    static void run(int threads, int tasks, Task task) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        AtomicInteger next = new AtomicInteger();
        Callable<Boolean> worker = () -> {
            try {
                for (int number = next.getAndIncrement(); number < tasks; number = next.getAndIncrement()) {
                    task.run(number);
                }
                return true;
            } catch (Exception e) {
                next.set(tasks);
                throw e;
            }
        };
        try {
            for (Future<Boolean> future : executor.invokeAll(Collections.nCopies(threads, worker))) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            executor.shutdownNow();
        }
    }
}
