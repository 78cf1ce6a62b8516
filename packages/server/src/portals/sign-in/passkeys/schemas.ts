import Type from 'typebox';

const Text = Type.String({ maxLength: 20_000 });

/** A credential as browsers write it in JSON; what its parts say is checked by the library. */
export const Credential = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 1_400 }),
  rawId: Text,
  type: Type.Literal('public-key'),
  response: Type.Object({ clientDataJSON: Text }),
});
