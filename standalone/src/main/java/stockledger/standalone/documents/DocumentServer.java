package stockledger.standalone.documents;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoDriverInformation;
import com.mongodb.client.MongoClient;
import com.mongodb.client.internal.MongoClientImpl;
import com.mongodb.internal.TimeoutSettings;
import com.mongodb.internal.connection.Cluster;
import com.mongodb.internal.connection.DefaultClusterFactory;
import com.mongodb.internal.connection.InternalConnectionPoolSettings;
import com.mongodb.internal.connection.StreamFactory;
import com.mongodb.internal.event.EventListenerHelper;
import de.bwaldvogel.mongo.wire.MongoDatabaseHandler;
import de.bwaldvogel.mongo.wire.MongoExceptionHandler;
import de.bwaldvogel.mongo.wire.MongoWireMessageEncoder;
import de.bwaldvogel.mongo.wire.MongoWireProtocolHandler;
import de.bwaldvogel.mongo.wire.MongoWireReplyEncoder;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of MongoDB's protocol for clients in this process: no other process can connect, since no port or socket exists.
 *
 * <p>The driver has no interface for this, so its client is built from the types of its implementation, which {@code
 * MongoClients.create} uses too.
 */
public final class DocumentServer implements AutoCloseable {

    /** More callers at the same time would not be faster; as many threads execute what they leave. */
    private static final int CONCURRENCY = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private final DocumentBackend backend;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Semaphore callers = new Semaphore(CONCURRENCY);
    private final ExecutorService threads = threads("documents-");
    private final ExecutorService scans = threads("documents-scan-");

    /** Serves the documents of a store, which its owner closes after this server. */
    public DocumentServer(DocumentStore store) {
        this.backend = new DocumentBackend(store);
    }

    private static ExecutorService threads(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                CONCURRENCY, CONCURRENCY, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, prefix + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * A client of this server.
     *
     * @param settings the addresses in them are names only
     */
    public MongoClient client(MongoClientSettings settings, MongoDriverInformation driver) {
        StreamFactory streams = address -> new InProcessStream(address, connect(), callers, threads, scans);
        Cluster cluster = new DefaultClusterFactory()
                .createCluster(
                        settings.getClusterSettings(),
                        settings.getServerSettings(),
                        settings.getConnectionPoolSettings(),
                        InternalConnectionPoolSettings.builder().build(),
                        TimeoutSettings.create(settings),
                        streams,
                        TimeoutSettings.createHeartbeatSettings(settings),
                        streams,
                        settings.getCredential(),
                        settings.getLoggerSettings(),
                        EventListenerHelper.getCommandListener(settings.getCommandListeners()),
                        settings.getApplicationName(),
                        driver,
                        settings.getCompressorList(),
                        settings.getServerApi(),
                        settings.getDnsClient());
        return new MongoClientImpl(cluster, settings, driver, () -> {});
    }

    /** One connection: the handlers of the library's network server, without a network. */
    private EmbeddedChannel connect() {
        return new EmbeddedChannel(
                new MongoWireReplyEncoder(),
                new MongoWireMessageEncoder(),
                new MongoWireProtocolHandler(),
                new MongoDatabaseHandler(backend, connections),
                new MongoExceptionHandler());
    }

    /** Requests after it fail. */
    @Override
    public void close() {
        threads.shutdownNow();
        scans.shutdownNow();
        backend.close();
    }
}
