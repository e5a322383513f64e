// What Slack takes at most. Counts and UTF-16 characters.
// Source: https://docs.slack.dev/reference/block-kit (blocks, elements, views), and bolt-js issue 2509 for the undocumented total.

export const limits = {
  blocksPerMessage: 50,
  blocksPerModal: 100,
  blocksPerHome: 100,
  /** Of JSON. Slack refuses a view of more than 250 kB: https://docs.slack.dev/reference/methods/views.publish (view_too_large). */
  bytesPerHome: 200_000,
  /** Slack answers msg_blocks_too_long at about 13,200; this keeps a distance. */
  charactersPerMessage: 12_000,
  /** Documented for a section's text; kept for one rich_text block too, for which Slack names none. */
  blockText: 3000,
  headerText: 150,
  contextText: 2000,
  actionsPerBlock: 25,
  buttonText: 75,
  buttonValue: 2000,
  linkUrl: 3000,
  actionId: 255,
  blockId: 255,
  optionsPerSelect: 100,
  optionGroupsPerSelect: 100,
  optionText: 75,
  optionValue: 150,
  inputLabel: 2000,
  inputHint: 2000,
  inputText: 3000,
  modalTitle: 24,
  modalSubmit: 24,
  privateMetadata: 3000,
  callbackId: 255,
} as const;
