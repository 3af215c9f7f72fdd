import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;

/** Runs the in-memory MongoDB stand-in as a separate process on the loopback interface. */
final class InMemoryMongo {

    private InMemoryMongo() {}

    public static void main(String[] args) throws InterruptedException {
        MongoServer server = new MongoServer(new MemoryBackend());
        server.bind("127.0.0.1", Integer.parseInt(args[0]));
        System.out.println("ready");
        Thread.currentThread().join();
    }
}
