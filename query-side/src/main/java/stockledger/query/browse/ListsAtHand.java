package stockledger.query.browse;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.query.cache.Moments;
import stockledger.query.http.AtHand;

/** First pages of lists that this process has at hand, by the words in which they were asked for. */
@Component
class ListsAtHand implements AtHand {

    static final String PATH = "/v1/products";

    private final EitherStore stores;
    private final Moments moments;

    ListsAtHand(EitherStore stores, Moments moments) {
        this.stores = stores;
        this.moments = moments;
    }

    @Override
    public String route() {
        return PATH;
    }

    @Override
    public @Nullable Answer find(String path, @Nullable String query) {
        if (!path.equals(PATH) || !stores.areCaughtUp()) {
            return null;
        }
        byte[] list = moments.atHand(stores.shelf(), query == null ? "" : query);
        return list == null ? null : new Answer(list, null, false);
    }
}
