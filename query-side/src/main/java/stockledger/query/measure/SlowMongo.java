package stockledger.query.measure;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Notices slow operations of MongoDB. Their shape is the command, the collection, and the members looked for. */
final class SlowMongo implements CommandListener {

    /** More than can be in flight: beyond it, shapes are forgotten, not kept. */
    private static final int MOST_IN_FLIGHT = 10_000;

    private final SlowOperations slow;
    private final Map<Integer, String> shapes = new ConcurrentHashMap<>();

    SlowMongo(SlowOperations slow) {
        this.slow = slow;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (shapes.size() < MOST_IN_FLIGHT) {
            shapes.put(event.getRequestId(), shape(event.getCommandName(), event.getCommand()));
        }
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        ended(event.getRequestId(), event.getCommandName(), event.getElapsedTime(TimeUnit.NANOSECONDS));
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        ended(event.getRequestId(), event.getCommandName(), event.getElapsedTime(TimeUnit.NANOSECONDS));
    }

    private void ended(int request, String command, long nanos) {
        String shape = shapes.remove(request);
        slow.ended(command, shape == null ? command : shape, nanos);
    }

    static String shape(String name, BsonDocument command) {
        StringBuilder shape = new StringBuilder(name);
        BsonValue collection = command.get(name);
        if (collection != null && collection.isString()) {
            shape.append(' ').append(collection.asString().getValue());
        }
        BsonValue filter = command.get("filter");
        if (filter != null && filter.isDocument()) {
            shape.append(" by ").append(filter.asDocument().keySet());
        }
        return shape.toString();
    }
}
