package stockledger.query.projection;

import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.query.http.Freshness;

/** The epochs that run in this process. They share its threads and the bell. */
final class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final int LONGEST_STOP_SECONDS = 5;

    private final EventStore events;
    private final MongoDatabase database;
    private final Tokens tokens;
    private final Attendance attendance;
    private final Freshness freshness;
    private final ProjectionSettings settings;
    private final EventBell bell;
    private final ScheduledExecutorService coordinators;
    private final ScheduledExecutorService workers;
    private final Map<Epoch, PooledStreamingEventProcessor> running = new ConcurrentHashMap<>();

    Runs(
            EventStore events,
            MongoDatabase database,
            Tokens tokens,
            Attendance attendance,
            Freshness freshness,
            ProjectionSettings settings) {
        this.events = events;
        this.database = database;
        this.tokens = tokens;
        this.attendance = attendance;
        this.freshness = freshness;
        this.settings = settings;
        this.bell = new EventBell(events);
        this.coordinators = threads("projection-reader", settings.coordinatorThreads());
        this.workers = threads("projection-worker", settings.workerThreads());
    }

    /** Makes exactly these epochs of one projection run. */
    <V> void run(Projection<V> projection, Set<Epoch> wanted) {
        List<Epoch> surplus = running.keySet().stream()
                .filter(epoch -> epoch.projection().equals(projection.name()) && !wanted.contains(epoch))
                .toList();
        stop(surplus);
        for (Epoch epoch : wanted) {
            if (!running.containsKey(epoch)) {
                Documents<V> documents = new Documents<>(projection, database, epoch);
                documents.prepare();
                PooledStreamingEventProcessor processor = processor(projection, epoch, documents);
                processor.start();
                running.put(epoch, processor);
                LOG.info("{} runs", epoch.group());
            }
        }
    }

    /** What this process works on of an epoch, by segment. */
    Map<Integer, EventTrackerStatus> status(Epoch epoch) {
        PooledStreamingEventProcessor processor = running.get(epoch);
        return processor == null ? Map.of() : new HashMap<>(processor.processingStatus());
    }

    /** Stops all, so that what waits long after an outage begins again at once. */
    void pause() {
        stop(List.copyOf(running.keySet()));
    }

    /** Stops all for good and lets go of the segments. */
    void close() {
        bell.close();
        pause();
        end(coordinators);
        end(workers);
    }

    private <V> PooledStreamingEventProcessor processor(Projection<V> projection, Epoch epoch, Documents<V> documents) {
        Folding<V> folding = new Folding<>(projection, epoch, documents, events, freshness);
        return PooledStreamingEventProcessor.builder()
                .name(epoch.group())
                .eventHandlerInvoker(new Projector<>(projection, folding))
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(bell)
                .tokenStore(tokens.store())
                .transactionManager(NoTransactionManager.instance())
                .coordinatorExecutor(coordinators)
                .workerExecutor(workers)
                .initialSegmentCount(settings.segments())
                .initialToken(StreamableMessageSource::createTailToken)
                .maxSegmentProvider(group -> attendance.share(settings.segments()))
                .batchSize(settings.batchSize())
                .tokenClaimInterval(settings.claimIntervalMillis())
                .claimExtensionThreshold(settings.claimExtensionMillis())
                .enableCoordinatorClaimExtension()
                .build();
    }

    private void stop(List<Epoch> epochs) {
        List<CompletableFuture<Void>> stopping = new ArrayList<>();
        for (Epoch epoch : epochs) {
            PooledStreamingEventProcessor processor = running.remove(epoch);
            if (processor != null) {
                stopping.add(processor.shutdownAsync());
                LOG.info("{} stops", epoch.group());
            }
        }
        try {
            CompletableFuture.allOf(stopping.toArray(CompletableFuture[]::new))
                    .get(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("not every segment was let go of; others take over when their claims run out");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ScheduledExecutorService threads(String name, int count) {
        return Executors.newScheduledThreadPool(count, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private static void end(ScheduledExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
