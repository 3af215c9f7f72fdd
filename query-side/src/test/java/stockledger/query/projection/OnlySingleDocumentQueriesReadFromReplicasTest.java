package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import stockledger.query.projection.MongoSettings.ReadFrom;

class OnlySingleDocumentQueriesReadFromReplicasTest {

    private final ApplicationContextRunner process = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MongoAutoConfiguration.class))
            .withBean(
                    MongoClientSettingsBuilderCustomizer.class,
                    () -> new ProjectionConfiguration().primaryReadsCustomizer())
            .withPropertyValues("spring.mongodb.uri=mongodb://127.0.0.1:1/?readPreference=nearest");

    @Test
    void replicaReadsUseTheConfiguredReadPreference() {
        assertThat(preferenceOf(ReadFrom.SECONDARY_PREFERRED)).isEqualTo(ReadPreference.secondaryPreferred());
        assertThat(preferenceOf(ReadFrom.PRIMARY)).isEqualTo(ReadPreference.primary());
    }

    @Test
    void allOtherReadsUseThePrimaryWhateverTheConnectionStringSays() {
        process.run(running -> {
            ReadModels models = models(running.getBean(MongoClient.class), ReadFrom.NEAREST);
            assertThat(models.database().getReadPreference()).isEqualTo(ReadPreference.primary());
            assertThat(models.sideCollection(new Epoch("inventory", 1), "movements")
                            .getReadPreference())
                    .isEqualTo(ReadPreference.primary());
        });
    }

    private ReadPreference preferenceOf(ReadFrom readFrom) {
        ReadPreference[] preference = new ReadPreference[1];
        process.run(running -> preference[0] = models(running.getBean(MongoClient.class), readFrom)
                .replicaDatabase()
                .getReadPreference());
        return preference[0];
    }

    private static ReadModels models(MongoClient client, ReadFrom readFrom) {
        return new ReadModels(
                new SimpleMongoClientDatabaseFactory(client, "shop"),
                new MongoSettings(Duration.ofMillis(100), Duration.ofMillis(100), 40, readFrom, false));
    }
}
