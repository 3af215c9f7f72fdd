package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands sent to mongos; the in-memory server supports no sharding and fails them. */
class CollectionsAreShardedByKeyTest {

    private static final Epoch EPOCH = new Epoch("inventory", 3);

    private final List<BsonDocument> commands = new CopyOnWriteArrayList<>();
    private MongoServer server;
    private MongoClient client;

    @BeforeEach
    void start() {
        server = new MongoServer(new MemoryBackend());
        ServerAddress address = new ServerAddress(server.bind());
        client = MongoClients.create(MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(address)))
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        commands.add(event.getCommand().clone());
                    }
                })
                .build());
    }

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    @Test
    void everyCollectionOfAnEpochIsShardedByKey() {
        ShardingSetup sharding = new ShardingSetup(client, "shop", true);

        assertThatThrownBy(() -> sharding.shard(new Ledger(), EPOCH)).isInstanceOf(MongoCommandException.class);

        assertThat(commands).hasSize(1);
        assertThat(commands.get(0).getString("shardCollection").getValue()).isEqualTo("shop.inventory_3");
        assertThat(commands.get(0).getDocument("key")).isEqualTo(BsonDocument.parse("{_id: 1}"));
        assertThat(commands.get(0).getString("$db").getValue()).isEqualTo("admin");
    }

    @Test
    void withoutTheSettingNothingIsSharded() {
        new ShardingSetup(client, "shop", false).shard(new Ledger(), EPOCH);

        assertThat(commands).isEmpty();
    }

    private static final class Ledger implements Projection<String> {

        @Override
        public String name() {
            return EPOCH.projection();
        }

        @Override
        public Class<String> type() {
            return String.class;
        }

        @Override
        public Set<Class<?>> families() {
            return Set.of();
        }

        @Override
        public String keyOf(Object payload) {
            return "";
        }

        @Override
        public String empty(String key) {
            return key;
        }

        @Override
        public String on(String view, ProjectedEvent event) {
            return view;
        }
    }
}
