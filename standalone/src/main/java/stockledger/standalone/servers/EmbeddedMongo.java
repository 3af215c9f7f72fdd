package stockledger.standalone.servers;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetSocketAddress;

/** An in-memory server of the MongoDB protocol. The read models in it are rebuilt from the events at each start. */
final class EmbeddedMongo implements AutoCloseable {

    private final MongoServer server;

    private EmbeddedMongo(MongoServer server) {
        this.server = server;
    }

    static EmbeddedMongo start(ShutdownStack stack) {
        EmbeddedMongo mongo = stack.add(new EmbeddedMongo(new MongoServer(new MemoryBackend())));
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
