package stockledger.planted.query.product;

import org.axonframework.eventhandling.EventHandler;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Planted: a processing group derived from a package, a collection derived from a class. */
class Listener {

    private final MongoTemplate mongo;

    Listener(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    @EventHandler
    void on(String event) {
        mongo.save(event);
    }
}
