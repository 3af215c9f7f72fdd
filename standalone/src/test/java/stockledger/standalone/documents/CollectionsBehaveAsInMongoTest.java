package stockledger.standalone.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.DuplicateKeyException;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the read models need of MongoDB, before and after a restart. */
class CollectionsBehaveAsInMongoTest {

    @TempDir
    private Path folder;

    private Stored stored;

    @BeforeEach
    void open() throws DamagedStoreException {
        stored = new Stored(folder);
    }

    @AfterEach
    void close() {
        stored.close();
    }

    private void reopen() throws DamagedStoreException {
        stored.close();
        stored = new Stored(folder);
    }

    private MongoCollection<Document> things() {
        return stored.collection("things");
    }

    private static Document thing(Object id, int number) {
        return new Document("_id", id)
                .append("number", number)
                .append("nested", new Document("list", List.of(1L, "two", new Document("three", 3.0))));
    }

    @Test
    void documentsOfAllIdTypesSurviveARestart() throws DamagedStoreException {
        ObjectId generated = new ObjectId();
        things().insertMany(List.of(thing("text", 1), thing(7, 2), thing(generated, 3)));
        reopen();
        assertThat(things().find(Filters.eq("_id", "text")).first()).isEqualTo(thing("text", 1));
        assertThat(things().find(Filters.eq("_id", 7L)).first()).isEqualTo(thing(7, 2));
        assertThat(things().find(Filters.eq("_id", generated)).first()).isEqualTo(thing(generated, 3));
        assertThat(things().countDocuments()).isEqualTo(3);
    }

    @Test
    void anIdIsStoredOnce() {
        things().insertOne(thing("a", 1));
        assertThatThrownBy(() -> things().insertOne(thing("a", 2)))
                .isInstanceOfAny(MongoWriteException.class, DuplicateKeyException.class);
        assertThatThrownBy(() -> things().insertMany(
                                List.of(thing("a", 3), thing("b", 4)), new InsertManyOptions().ordered(false)))
                .isInstanceOf(MongoBulkWriteException.class);
        assertThat(things().find(Filters.eq("_id", "a")).first()).isEqualTo(thing("a", 1));
        assertThat(things().find(Filters.eq("_id", "b")).first()).isEqualTo(thing("b", 4));
    }

    @Test
    void aDocumentIsReplacedOnlyAtItsRevision() {
        things().createIndex(Indexes.ascending("_id", "number"), new IndexOptions().unique(true));
        things().insertOne(thing("a", 1));
        Document atTwo = new Document("_id", "a").append("number", 2);
        Document atOne = new Document("_id", "a").append("number", 1);
        assertThat(things().bulkWrite(
                                List.of(
                                        new ReplaceOneModel<>(atTwo, thing("a", 3)),
                                        new ReplaceOneModel<>(atOne, thing("a", 2))),
                                new BulkWriteOptions().ordered(false))
                        .getMatchedCount())
                .isEqualTo(1);
        assertThat(things().find(atTwo).first()).isEqualTo(thing("a", 2));
        assertThat(things().find(atOne).first()).isNull();
        assertThat(things().updateOne(atTwo, Updates.set("nested.list", List.of()))
                        .getModifiedCount())
                .isEqualTo(1);
        assertThat(things().find(atTwo).first())
                .isEqualTo(thing("a", 2).append("nested", new Document("list", List.of())));
    }

    @Test
    void aUniqueIndexHoldsAfterARestart() throws DamagedStoreException {
        things().createIndex(Indexes.ascending("group", "segment"), new IndexOptions().unique(true));
        things().insertOne(new Document("group", "g").append("segment", 0).append("owner", "one"));
        reopen();
        assertThatThrownBy(() -> things().insertOne(new Document("group", "g").append("segment", 0)))
                .isInstanceOfAny(MongoWriteException.class, DuplicateKeyException.class);
        Document claimed = things().findOneAndUpdate(
                        Filters.and(Filters.eq("group", "g"), Filters.eq("segment", 0)),
                        Updates.set("owner", "two"),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
        assertThat(claimed).containsEntry("owner", "two");
        assertThat(things().find(Filters.eq("segment", 0)).first()).containsEntry("owner", "two");
    }

    @Test
    void manyDocumentsAreReadInBatchesFilteredAndSorted() {
        List<Document> all = new ArrayList<>(
                IntStream.range(0, 2_345).mapToObj(i -> thing("id" + i, i)).toList());
        things().insertMany(all);
        assertThat(things().find().batchSize(100).into(new ArrayList<>())).containsExactlyInAnyOrderElementsOf(all);
        assertThat(things().find().into(new ArrayList<>())).hasSize(2_345);
        assertThat(things().find(Filters.gte("number", 2_000))
                        .sort(Sorts.descending("number"))
                        .limit(2))
                .containsExactly(thing("id2344", 2_344), thing("id2343", 2_343));
        assertThat(things().find(Filters.in("_id", "id7", "nobody", "id9"))).hasSize(2);
        assertThat(things().find(Filters.regex("_id", "^id23.4$"))).hasSize(5);
        assertThat(things().deleteMany(Filters.lt("number", 2_000)).getDeletedCount())
                .isEqualTo(2_000);
        assertThat(things().countDocuments()).isEqualTo(345);
    }

    @Test
    void aDroppedCollectionIsEmpty() throws DamagedStoreException {
        things().insertOne(thing("a", 1));
        stored.collection("others")
                .replaceOne(Filters.eq("_id", "kept"), thing("kept", 1), new ReplaceOptions().upsert(true));
        things().drop();
        assertThat(things().find().first()).isNull();
        things().insertOne(thing("b", 2));
        reopen();
        assertThat(things().find()).containsExactly(thing("b", 2));
        assertThat(stored.collection("others").find()).containsExactly(thing("kept", 1));
    }

    @Test
    void aDocumentThatWasReadIsNotChangedByALaterUpdate() {
        things().insertOne(thing("a", 1));
        Table table = stored.store().table("shop.things");
        de.bwaldvogel.mongo.bson.Document before = table.get("a");
        things().updateOne(Filters.eq("_id", "a"), Updates.set("number", 2));
        assertThat(before).containsEntry("number", 1);
        assertThat(table.get("a")).containsEntry("number", 2);
    }
}
