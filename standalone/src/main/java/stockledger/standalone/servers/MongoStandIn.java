package stockledger.standalone.servers;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetSocketAddress;

/** Speaks MongoDB's language and keeps the read models in this process's memory: they come back from the events. */
final class MongoStandIn implements AutoCloseable {

    private final MongoServer server;

    private MongoStandIn(MongoServer server) {
        this.server = server;
    }

    static MongoStandIn start(StopOrder stops) {
        MongoStandIn mongo = stops.add(new MongoStandIn(new MongoServer(new MemoryBackend())));
        mongo.server.bind(new InetSocketAddress(FreePort.LOOPBACK, 0));
        return mongo;
    }

    String uri() {
        return "mongodb://" + FreePort.LOOPBACK + ":" + server.getLocalAddress().getPort() + "/stockledger";
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
