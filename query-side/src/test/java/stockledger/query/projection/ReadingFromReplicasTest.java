package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import stockledger.query.projection.MongoSettings.Members;

class ReadingFromReplicasTest {

    private final ApplicationContextRunner process = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MongoAutoConfiguration.class))
            .withBean(
                    MongoClientSettingsBuilderCustomizer.class,
                    () -> new ProjectionWiring().mongoIsReadWhereItIsWritten())
            .withPropertyValues("spring.mongodb.uri=mongodb://127.0.0.1:1/?readPreference=nearest");

    @Test
    void onlyQuestionsThatOneDocumentAnswersGoWhereTheSettingsSay() {
        assertThat(near(Members.SECONDARY_PREFERRED)).isEqualTo(ReadPreference.secondaryPreferred());
        assertThat(near(Members.PRIMARY)).isEqualTo(ReadPreference.primary());
    }

    @Test
    void whatIsFoldedOnOrKeptIsReadWhereItIsWrittenWhateverTheAddressSays() {
        process.run(running -> {
            ReadModels models = models(running.getBean(MongoClient.class), Members.NEAREST);
            assertThat(models.database().getReadPreference()).isEqualTo(ReadPreference.primary());
            assertThat(models.beside(new Epoch("inventory", 1), "movements").getReadPreference())
                    .isEqualTo(ReadPreference.primary());
        });
    }

    private ReadPreference near(Members members) {
        ReadPreference[] near = new ReadPreference[1];
        process.run(running -> near[0] = models(running.getBean(MongoClient.class), members)
                .nearDatabase()
                .getReadPreference());
        return near[0];
    }

    private static ReadModels models(MongoClient client, Members members) {
        return new ReadModels(
                new SimpleMongoClientDatabaseFactory(client, "shop"), new MongoSettings(members, false, 100, 100, 100));
    }
}
