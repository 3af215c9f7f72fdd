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

/** Reports operations of MongoDB. Their shape is the command, the collection and the fields of the filter. */
final class SlowMongo implements CommandListener {

    /** Above any possible number of open requests: bounds the map if the driver omits an event. */
    private static final int MAX_IN_FLIGHT = 10_000;

    private final SlowOperations operations;
    private final Map<Integer, String> shapesByRequest = new ConcurrentHashMap<>();

    SlowMongo(SlowOperations operations) {
        this.operations = operations;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (shapesByRequest.size() < MAX_IN_FLIGHT) {
            shapesByRequest.put(event.getRequestId(), shape(event.getCommandName(), event.getCommand()));
        }
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        completed(event.getRequestId(), event.getCommandName(), event.getElapsedTime(TimeUnit.NANOSECONDS));
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        completed(event.getRequestId(), event.getCommandName(), event.getElapsedTime(TimeUnit.NANOSECONDS));
    }

    private void completed(int request, String command, long nanos) {
        String shape = shapesByRequest.remove(request);
        operations.completed(command, shape == null ? command : shape, nanos);
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
