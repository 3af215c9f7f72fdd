package stockledger.standalone.sample;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.standalone.sample.Step.Movement;
import stockledger.standalone.servers.CannotStart;

/**
 * Fills an empty shop with the sample story. A mark in the data folder says that it has begun, and later that it is
 * complete: a start that finds it begun goes on, and sends nothing twice that counts twice.
 */
public final class SampleShop {

    private static final Logger LOG = LoggerFactory.getLogger(SampleShop.class);
    private static final String BEGUN = "begun";
    private static final String COMPLETE = "complete";
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Path mark;
    private final ShopCounter counter;
    private final int errandsAtOnce;
    private final Duration catchUpPatience;
    private final Map<String, Set<String>> done = new HashMap<>();

    /**
     * @param dataDir where the mark is
     * @param service where the service listens
     */
    public SampleShop(Path dataDir, URI service, int errandsAtOnce, Duration catchUpPatience) {
        this.mark = dataDir.resolve("sample-shop");
        this.counter = new ShopCounter(service);
        this.errandsAtOnce = errandsAtOnce;
        this.catchUpPatience = catchUpPatience;
    }

    /** A SKU that the shop has when it is filled. */
    public static String anySku() {
        return Catalog.read().articles().get(0).sku();
    }

    /**
     * Fills the shop unless it is complete, or has something else in it.
     *
     * @return whether the sample shop is there
     * @throws CannotStart when it could not be filled; the next start goes on
     */
    public boolean fill() throws InterruptedException {
        try {
            String state = Files.exists(mark) ? Files.readString(mark).strip() : "";
            if (state.equals(COMPLETE)) {
                return true;
            }
            awaitCaughtUp();
            if (state.isEmpty() && !counter.isEmpty()) {
                LOG.info("the data folder has a shop already: the sample shop is not filled in");
                return false;
            }
            Files.writeString(mark, BEGUN);
            tell(new ShopStory(Catalog.read()).chapters(), state.equals(BEGUN));
            Files.writeString(mark, COMPLETE);
            return true;
        } catch (IOException e) {
            throw new CannotStart("the sample shop cannot be marked in " + mark + ": " + e, e);
        }
    }

    /** What was done before must be seen before it is asked for. */
    private void awaitCaughtUp() throws InterruptedException {
        long deadline = System.nanoTime() + catchUpPatience.toNanos();
        while (!counter.isCaughtUp()) {
            if (System.nanoTime() > deadline) {
                throw new CannotStart("the projections do not catch up, so the sample shop is not filled in");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private void tell(List<Chapter> story, boolean goesOn) throws InterruptedException {
        int all = story.stream().mapToInt(chapter -> chapter.errands().size()).sum();
        int told = 0;
        ExecutorService clerks = Executors.newFixedThreadPool(errandsAtOnce, work -> {
            Thread clerk = new Thread(work, "sample-shop");
            clerk.setDaemon(true);
            return clerk;
        });
        try {
            for (Chapter chapter : story) {
                LOG.info("sample shop: {} ({} %)", chapter.title(), 100 * told / all);
                if (goesOn) {
                    lookUp(chapter);
                }
                List<Future<Void>> errands = clerks.invokeAll(
                        chapter.errands().stream().map(this::errand).toList());
                for (Future<Void> errand : errands) {
                    await(errand);
                }
                told += chapter.errands().size();
            }
        } finally {
            clerks.shutdownNow();
        }
    }

    /** An earlier start sent some of these: the ledger knows which. */
    private void lookUp(Chapter chapter) throws InterruptedException {
        for (List<Step> errand : chapter.errands()) {
            for (Step step : errand) {
                Movement movement = step.movement();
                if (movement != null && !done.containsKey(movement.sku())) {
                    done.put(movement.sku(), counter.references(movement.sku()));
                }
            }
        }
    }

    private Callable<Void> errand(List<Step> steps) {
        return () -> {
            for (Step step : steps) {
                if (!isDone(step.movement()) && !counter.send(step)) {
                    break;
                }
            }
            return null;
        };
    }

    private boolean isDone(@org.jspecify.annotations.Nullable Movement movement) {
        return movement != null && done.getOrDefault(movement.sku(), Set.of()).contains(movement.reference());
    }

    private static void await(Future<Void> errand) throws InterruptedException {
        try {
            errand.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String reason = cause instanceof CannotStart ? cause.getMessage() : String.valueOf(cause);
            throw new CannotStart("the sample shop is not complete, the next start goes on: " + reason, e);
        }
    }

    /** All that will be told, for those who count it. */
    static List<Chapter> story() {
        return new ArrayList<>(new ShopStory(Catalog.read()).chapters());
    }
}
