package stockledger.web;

import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * The media types of {@code Accept}, as routing and the writer of the response see them. JSON has no parameters (RFC 8259,
 * 11), so those of a JSON type are ignored: the writer would find nothing that writes {@code application/json;charset=iso-8859-1},
 * and it runs when a command is stored already. Types of quality 0 are not accepted; a request that accepts no other is
 * refused by routing, before its command runs.
 */
final class AcceptedMediaTypes implements ContentNegotiationStrategy {

    private static final String JSON = "json";
    private static final String JSON_SUFFIX = "+json";

    private final ContentNegotiationStrategy header = new HeaderContentNegotiationStrategy();

    @Override
    public List<MediaType> resolveMediaTypes(NativeWebRequest request) throws HttpMediaTypeNotAcceptableException {
        List<MediaType> sent = header.resolveMediaTypes(request);
        if (sent.stream().allMatch(type -> type.getParameters().isEmpty())) {
            return sent;
        }
        List<MediaType> accepted = sent.stream()
                .filter(type -> type.getQualityValue() > 0)
                .map(AcceptedMediaTypes::withoutParameters)
                .toList();
        if (accepted.isEmpty()) {
            throw new HttpMediaTypeNotAcceptableException("Accept excludes every media type");
        }
        return accepted;
    }

    private static MediaType withoutParameters(MediaType type) {
        String subtype = type.getSubtype();
        return subtype.equals(JSON) || subtype.endsWith(JSON_SUFFIX)
                ? new MediaType(type.getType(), subtype, type.getQualityValue())
                : type;
    }
}
