package stockledger.command.reservation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import stockledger.command.dispatch.RequestContext;

/**
 * Works on the lines of a large cart side by side. The stock of each SKU decides for itself, so lines need not wait for
 * each other; small carts are not worth the threads.
 */
final class ParallelLines {

    private final ExecutorService threads;
    private final int largeFrom;

    /**
     * @param threads shared by all carts of this process
     * @param largeFrom a cart with fewer lines is worked on line by line
     */
    ParallelLines(ExecutorService threads, int largeFrom) {
        this.threads = threads;
        this.largeFrom = largeFrom;
    }

    boolean isLarge(int count) {
        return count >= largeFrom;
    }

    /**
     * Does all of the work, side by side when it is much, and waits until every piece is done.
     *
     * @return the results in order
     * @throws RuntimeException of the first piece that failed, after all others are done too
     */
    <T> List<T> each(List<Supplier<T>> pieces) {
        if (!isLarge(pieces.size())) {
            return pieces.stream().map(Supplier::get).toList();
        }
        List<CompletableFuture<T>> running = pieces.stream()
                .map(piece -> CompletableFuture.supplyAsync(RequestContext.handOver(piece), threads))
                .toList();
        List<T> done = new ArrayList<>(running.size());
        RuntimeException failed = null;
        for (CompletableFuture<T> piece : running) {
            try {
                done.add(piece.join());
            } catch (CompletionException e) {
                RuntimeException cause = e.getCause() instanceof RuntimeException known ? known : e;
                failed = failed == null ? cause : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
        return done;
    }
}
