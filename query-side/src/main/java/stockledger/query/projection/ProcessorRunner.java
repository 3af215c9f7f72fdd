package stockledger.query.projection;

import com.mongodb.client.MongoDatabase;
import java.time.Duration;
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

/**
 * The epochs that run in this process. Each has threads of its own, so that one which reads everything from the first
 * event on does not keep the others from what has just happened.
 */
final class ProcessorRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessorRunner.class);
    private static final int LONGEST_STOP_SECONDS = 5;

    private final EventStore events;
    private final MongoDatabase database;
    private final ShardingSetup shards;
    private final Tokens tokens;
    private final InstanceRegistry attendance;
    private final DocumentListener listener;
    private final ProjectionSettings settings;
    private final FoldTraces traces;
    private final NotifyingEventSource bell;
    private final Map<Epoch, Run> running = new ConcurrentHashMap<>();

    private record Run(
            PooledStreamingEventProcessor processor,
            ScheduledExecutorService reader,
            ScheduledExecutorService workers) {

        void end() {
            reader.shutdown();
            workers.shutdown();
        }
    }

    ProcessorRunner(
            EventStore events,
            MongoDatabase database,
            ShardingSetup shards,
            Tokens tokens,
            InstanceRegistry attendance,
            DocumentListener listener,
            FoldTraces traces,
            ProjectionSettings settings) {
        this.events = events;
        this.database = database;
        this.shards = shards;
        this.tokens = tokens;
        this.attendance = attendance;
        this.listener = listener;
        this.traces = traces;
        this.settings = settings;
        this.bell = new NotifyingEventSource(
                events,
                Duration.ofMillis(settings.gatherMillis()),
                Duration.ofMillis(settings.gatherUnderLoadMillis()));
    }

    /** Makes exactly these epochs of one projection run. */
    <V> void run(Projection<V> projection, Set<Epoch> wanted) {
        List<Epoch> surplus = running.keySet().stream()
                .filter(epoch -> epoch.projection().equals(projection.name()) && !wanted.contains(epoch))
                .toList();
        stop(surplus);
        for (Epoch epoch : wanted) {
            if (!running.containsKey(epoch)) {
                shards.spread(projection, epoch);
                Documents<V> documents = new Documents<>(projection, database, epoch);
                documents.prepare();
                Run run = prepared(projection, epoch, documents);
                try {
                    run.processor().start();
                } catch (RuntimeException e) {
                    run.end();
                    throw e;
                }
                running.put(epoch, run);
                LOG.info("{} runs", epoch.group());
            }
        }
    }

    /** What this process works on of an epoch, by segment. */
    Map<Integer, EventTrackerStatus> status(Epoch epoch) {
        Run run = running.get(epoch);
        return run == null ? Map.of() : new HashMap<>(run.processor().processingStatus());
    }

    /** Stops all, so that what waits long after an outage begins again at once. */
    void pause() {
        stop(List.copyOf(running.keySet()));
    }

    /** Stops all for good and lets go of the segments. */
    void close() {
        bell.close();
        pause();
    }

    private <V> Run prepared(Projection<V> projection, Epoch epoch, Documents<V> documents) {
        BatchFolder<V> folding = new BatchFolder<>(projection, epoch, documents, events, listener, traces);
        ScheduledExecutorService reader = threads(epoch.group() + "-reader", 1);
        ScheduledExecutorService workers = threads(epoch.group() + "-worker", settings.workerThreads());
        PooledStreamingEventProcessor processor = PooledStreamingEventProcessor.builder()
                .name(epoch.group())
                .eventHandlerInvoker(new Projector<>(projection, folding))
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(bell)
                .tokenStore(tokens.store())
                .transactionManager(NoTransactionManager.instance())
                .coordinatorExecutor(reader)
                .workerExecutor(workers)
                .initialSegmentCount(settings.segments())
                .initialToken(StreamableMessageSource::createTailToken)
                .maxSegmentProvider(group -> attendance.share(settings.segments()))
                .batchSize(settings.batchSize())
                .tokenClaimInterval(settings.claimIntervalMillis())
                .claimExtensionThreshold(settings.claimExtensionMillis())
                .enableCoordinatorClaimExtension()
                .build();
        return new Run(processor, reader, workers);
    }

    private void stop(List<Epoch> epochs) {
        List<Run> stopping = new ArrayList<>();
        for (Epoch epoch : epochs) {
            Run run = running.remove(epoch);
            if (run != null) {
                stopping.add(run);
                LOG.info("{} stops", epoch.group());
            }
        }
        try {
            CompletableFuture.allOf(stopping.stream()
                            .map(run -> run.processor().shutdownAsync())
                            .toArray(CompletableFuture[]::new))
                    .get(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("not every segment was let go of; others take over when their claims run out");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopping.forEach(Run::end);
    }

    private static ScheduledExecutorService threads(String name, int count) {
        return Executors.newScheduledThreadPool(count, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
