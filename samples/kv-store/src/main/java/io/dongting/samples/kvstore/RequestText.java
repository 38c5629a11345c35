package io.dongting.samples.kvstore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;

/**
 * The body of a request as text, whatever type the client says it has. No more of it is
 * read than is allowed, and bytes that are no text are refused instead of replaced.
 */
final class RequestText {

	private RequestText() {
	}

	/**
	 * Read a body.
	 * @param request the request
	 * @param limitBytes how large it may be
	 * @return the text
	 * @throws TooLargeException if it is larger
	 * @throws BadRequestException if it is no text, or ends too soon
	 */
	static String read(HttpServletRequest request, int limitBytes) {
		if (request.getContentLengthLong() > limitBytes) {
			throw tooLarge(limitBytes);
		}
		try {
			InputStream body = request.getInputStream();
			byte[] bytes = body.readNBytes(limitBytes);
			if (bytes.length == limitBytes && body.read() >= 0) {
				throw tooLarge(limitBytes);
			}
			return charset(request).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new BadRequestException("The body is not valid text in " + charset(request) + ".");
		}
		catch (IOException ex) {
			throw new BadRequestException("The body could not be read to its end.");
		}
	}

	private static Charset charset(HttpServletRequest request) {
		String contentType = request.getContentType();
		if (contentType == null) {
			return StandardCharsets.UTF_8;
		}
		try {
			Charset charset = MediaType.parseMediaType(contentType).getCharset();
			return (charset != null) ? charset : StandardCharsets.UTF_8;
		}
		catch (IllegalArgumentException ex) {
			throw new BadRequestException("The content type '" + contentType + "' cannot be understood.");
		}
	}

	private static TooLargeException tooLarge(int limitBytes) {
		return new TooLargeException("The body is larger than " + limitBytes + " bytes.");
	}

}
