import * as React from "react";
import { createRoot } from "react-dom/client";
import Form from "@rjsf/core";

globalThis.rjsf = { React, createRoot, Form };
