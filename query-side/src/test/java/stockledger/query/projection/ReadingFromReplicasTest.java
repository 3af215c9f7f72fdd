package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import stockledger.query.projection.MongoSettings.Members;

class ReadingFromReplicasTest {

    private static final String ADDRESS_THAT_SAYS_NEAREST = "mongodb://127.0.0.1:1/?readPreference=nearest";

    @Test
    void onlyQuestionsThatOneDocumentAnswersGoWhereTheSettingsSay() {
        assertThat(near(Members.SECONDARY_PREFERRED)).isEqualTo(ReadPreference.secondaryPreferred());
        assertThat(near(Members.PRIMARY)).isEqualTo(ReadPreference.primary());
    }

    @Test
    void whatIsFoldedOnOrKeptIsReadWhereItIsWrittenWhateverTheAddressSays() {
        try (MongoClient client = MongoClients.create(ADDRESS_THAT_SAYS_NEAREST)) {
            ReadModels models = models(client, Members.NEAREST);
            assertThat(models.database().getReadPreference()).isEqualTo(ReadPreference.primary());
            assertThat(models.beside(new Epoch("inventory", 1), "movements").getReadPreference())
                    .isEqualTo(ReadPreference.primary());
        }
    }

    private static ReadPreference near(Members members) {
        try (MongoClient client = MongoClients.create(ADDRESS_THAT_SAYS_NEAREST)) {
            return models(client, members).nearDatabase().getReadPreference();
        }
    }

    private static ReadModels models(MongoClient client, Members members) {
        return new ReadModels(
                new SimpleMongoClientDatabaseFactory(client, "shop"), new MongoSettings(members, 100, 100, 100));
    }
}
